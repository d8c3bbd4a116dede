package dev.laurel.imports;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.course.Classes;
import dev.laurel.imports.ImportItemBatch.Made;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.ResultIntake;
import dev.laurel.submission.SubmissionRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Results, by the rules that hold for those that graders send. */
@ApplicationScoped
class ResultItems implements ItemHandler {
  private final ResultIntake intake;
  private final Classes classes;
  private final ImportItemBatch batch;

  ResultItems(ResultIntake intake, Classes classes, ImportItemBatch batch) {
    this.intake = intake;
    this.classes = classes;
    this.batch = batch;
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
  public boolean comparesItself() {
    return true;
  }

  @Override
  public List<Effect> make(List<Item> items, Importing importing) {
    var requests = items.stream().map(item -> (SubmissionRequest) item.value()).toList();
    var users = requests.stream().flatMap(request -> request.userIds().stream()).collect(toSet());
    var known = batch.knownUsers(users);
    // Not those of teams, whose results are locked before the users.
    if (requests.stream().noneMatch(SubmissionRequest::isOfTeam)) {
      intake.lock(requests);
    }
    var before = classes.enrolments(users);
    var outcomes = intake.grade(requests);
    var after = classes.enrolments(users);
    var line = items.get(0).line();
    var made = new ArrayList<Made>();
    for (var user : new TreeSet<>(users)) {
      if (!known.contains(user)) {
        made.add(new Made(ItemType.USER.word(), user, user, line, null, true));
      }
      for (var classId : after.ofUser(user).keySet()) {
        if (before.role(classId, user).isEmpty()) {
          made.add(
              new Made(ImportItemBatch.MEMBER, Item.nameOf(classId, user), user, line, null, true));
        }
      }
    }
    batch.add(importing.id(), made);
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
