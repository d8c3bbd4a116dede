package dev.laurel.imports;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.imports.ImportItemBatch.Made;
import dev.laurel.submission.Balance;
import dev.laurel.submission.Balances;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.ResultIntake;
import dev.laurel.submission.SubmissionRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Opening balances, for what is known of users but not by which results. */
@ApplicationScoped
class BalanceItems implements ItemHandler {
  private static final int MOST_POINTS = 100_000_000;
  private static final int MOST = 1_000_000;

  /** A user has one balance in a class, whichever import brings it. */
  private static final String SOURCE = "import";

  private static final String TITLE = "Opening balance";

  /**
   * An opening balance.
   *
   * @param classId null for what belongs to no class
   * @param completions exercises completed; 0 by default
   * @param streak none by default
   */
  @RegisterForReflection
  @Schema(name = "OpeningBalance")
  record OpeningBalance(
      @NotNull @Valid SubmissionRequest.User user,
      @Identifier String classId,
      @NotNull @Hundredths(min = -MOST_POINTS, max = MOST_POINTS) Integer points,
      @Min(0) @Max(MOST) Integer completions,
      @Valid Streak streak) {

    /**
     * A streak.
     *
     * @param current its days; 0 by default
     * @param lastDay the last of them; needed with {@code current}
     * @param longest the days of the longest one of all time; {@code current} by default
     */
    @RegisterForReflection
    @Schema(name = "OpeningStreak")
    record Streak(
        @Min(0) @Max(100_000) Integer current,
        LocalDate lastDay,
        @Min(0) @Max(100_000) Integer longest) {
      Streak {
        current = current == null ? 0 : current;
        longest = longest == null ? current : longest;
      }
    }
  }

  private final ValidatingReader reader;
  private final Balances balances;
  private final ResultIntake intake;
  private final Newcomers newcomers;
  private final ImportItemBatch batch;
  private final Clock clock;

  BalanceItems(
      ValidatingReader reader,
      Balances balances,
      ResultIntake intake,
      Newcomers newcomers,
      ImportItemBatch batch,
      Clock clock) {
    this.reader = reader;
    this.balances = balances;
    this.intake = intake;
    this.newcomers = newcomers;
    this.batch = batch;
    this.clock = clock;
  }

  @Override
  public ItemType type() {
    return ItemType.BALANCE;
  }

  @Override
  public Item read(long line, JsonNode json, Importing importing) {
    var opening = reader.read(json, OpeningBalance.class, TYPE);
    var streak = opening.streak();
    if (!importing.scope().allows(opening.classId())) {
      throw ProblemException.badRequest("class_id", "is not a class of this key");
    } else if (streak != null && streak.current() > 0 && streak.lastDay() == null) {
      throw ProblemException.badRequest("streak.last_day", "must be given with current");
    } else if (streak != null && streak.longest() < streak.current()) {
      throw ProblemException.badRequest("streak.longest", "must be at least current");
    } else if (streak != null
        && streak.lastDay() != null
        && streak.lastDay().isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.MAX))) {
      throw ProblemException.badRequest("streak.last_day", "must not be in the future");
    }
    var user = opening.user().id();
    var id = opening.classId() == null ? user : user + " in " + opening.classId();
    var balance =
        new Balances.Item(
            SOURCE,
            id,
            user,
            opening.user().username(),
            opening.classId(),
            opening.points(),
            new Balance(
                opening.completions() == null ? 0 : opening.completions(),
                streak == null ? 0 : streak.current(),
                streak == null || streak.current() == 0 ? null : streak.lastDay(),
                streak == null ? 0 : streak.longest()),
            TITLE,
            null);
    return new Item(line, type(), id, user, balance);
  }

  @Override
  public Collection<String> users(Item item) {
    return List.of(item.user());
  }

  @Override
  public List<Effect> make(List<Item> items, Importing importing) {
    var puts = items.stream().map(item -> (Balances.Item) item.value()).toList();
    var before =
        newcomers.before(puts.stream().map(Balances.Item::userId).collect(toSet()), importing);
    intake.receiveAgain(
        puts.stream()
            .filter(put -> before.mayBeErased(put.userId()))
            .collect(toMap(Balances.Item::name, put -> List.of(put.userId()))));
    var enrolments = newcomers.enrolments(before);
    var outcomes = balances.put(puts);
    newcomers.add(before, enrolments, items.get(0).line(), importing);
    var revisions = new ArrayList<Made>();
    for (int i = 0; i < items.size(); i++) {
      if (outcomes.get(i).outcome() == Outcome.Status.accepted) {
        revisions.add(revision(items.get(i), puts.get(i), outcomes.get(i)));
      }
    }
    batch.add(importing.id(), revisions);
    return outcomes.stream().map((Function<Outcome, Effect>) ResultItems::effect).toList();
  }

  /** By which it is found when the import is undone, as adjustments are. */
  private static Made revision(Item item, Balances.Item put, Outcome outcome) {
    return new Made(
        ItemType.ADJUSTMENT.word(),
        Item.nameOf(put.name().source(), put.name().submissionId(), outcome.revision()),
        put.userId(),
        item.line(),
        null,
        true);
  }
}
