package dev.laurel.imports;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.ResultIntake;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.SubmissionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Results, by the rules that hold for those that graders send. */
@ApplicationScoped
class ResultItems implements ItemHandler {
  private final ResultIntake intake;
  private final Newcomers newcomers;

  ResultItems(ResultIntake intake, Newcomers newcomers) {
    this.intake = intake;
    this.newcomers = newcomers;
  }

  @Override
  public ItemType type() {
    return ItemType.RESULT;
  }

  @Override
  public Item read(long line, JsonNode json, Importing importing) {
    return item(line, type(), intake.read(json, importing.scope(), TYPE));
  }

  static Item item(long line, ItemType type, SubmissionRequest result) {
    return new Item(
        line,
        type,
        Item.nameOf(result.source(), result.submissionId(), result.revision()),
        result.isOfTeam() ? null : result.user().id(),
        result);
  }

  @Override
  public Collection<String> users(Item item) {
    return ((SubmissionRequest) item.value()).userIds();
  }

  @Override
  public boolean comparesItself() {
    return true;
  }

  @Override
  public List<Effect> make(List<Item> items, Importing importing) {
    var requests = items.stream().map(item -> (SubmissionRequest) item.value()).toList();
    var users = requests.stream().flatMap(request -> request.userIds().stream()).collect(toSet());
    var before = newcomers.before(users, importing);
    // Not those of teams, whose results are locked before the users.
    if (requests.stream().noneMatch(SubmissionRequest::isOfTeam)) {
      intake.lock(requests);
    }
    intake.receiveAgain(
        requests.stream()
            .filter(request -> request.userIds().stream().anyMatch(before::mayBeErased))
            .collect(toMap(SubmissionName::of, SubmissionRequest::userIds, (one, other) -> one)));
    var enrolments = newcomers.enrolments(before);
    var outcomes = intake.grade(requests);
    newcomers.add(before, enrolments, items.get(0).line(), importing);
    return outcomes.stream().map(ResultItems::effect).toList();
  }

  static Effect effect(Outcome outcome) {
    return switch (outcome.outcome()) {
      case duplicate -> Effect.UNCHANGED;
      case rejected -> Effect.refused(outcome.errors());
      default -> Effect.CREATED;
    };
  }
}
