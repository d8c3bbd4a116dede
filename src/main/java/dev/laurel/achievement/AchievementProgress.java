package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.achievement.criterion.History;
import dev.laurel.achievement.criterion.Measure;
import dev.laurel.course.Classes;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.points.PointsLedger;
import dev.laurel.streak.Streaks;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.CurrentResults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The progress of users towards achievements. All methods block. */
@ApplicationScoped
@Transactional
class AchievementProgress {
  /**
   * An achievement that a user has or may earn.
   *
   * @param earnedAt null if the user does not have it
   * @param progress null if the user has it
   */
  @RegisterForReflection
  record OfUser(Definition achievement, Instant earnedAt, Part progress) {}

  /**
   * The progress of a user.
   *
   * @param part from 0 to 1, of combinations of criteria too
   * @param value the number counted; left out for combinations
   * @param threshold the number to be reached; left out for combinations
   */
  @RegisterForReflection
  @Schema(name = "AchievementProgress")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Part(double part, Long value, Long threshold) {}

  private final Definitions definitions;
  private final Standings standings;
  private final Streaks streaks;
  private final CurrentResults results;
  private final PointsLedger ledger;
  private final Classes classes;

  AchievementProgress(
      Definitions definitions,
      Standings standings,
      Streaks streaks,
      CurrentResults results,
      PointsLedger ledger,
      Classes classes) {
    this.definitions = definitions;
    this.standings = standings;
    this.streaks = streaks;
    this.results = results;
    this.ledger = ledger;
    this.classes = classes;
  }

  /** The counters of everything that the user has done. */
  Map<Measure, Long> counters(String user) {
    var tally = standings.storedTally(Board.GLOBAL, user);
    var counters = new EnumMap<Measure, Long>(Measure.class);
    for (var measure : Measure.values()) {
      measure.of(tally).ifPresent(number -> counters.put(measure, number));
    }
    counters.put(Measure.streak, (long) streaks.ongoing(user).days());
    return counters;
  }

  /** The achievements of the user, oldest first, then those to be earned, the nearest first. */
  List<OfUser> of(String user) {
    var earned = EarnedAchievement.ofUser(user);
    var known = definitions.byId(earned.stream().map(row -> row.achievementId).toList());
    var all = new ArrayList<OfUser>();
    earned.forEach(row -> all.add(new OfUser(known.get(row.achievementId), row.earnedAt, null)));
    var revoked = EarnedAchievement.revoked(user);
    var enrolments = classes.enrolments(Set.of(user));
    var open =
        definitions.goals(enrolments.ofUser(user).keySet()).stream()
            .filter(goal -> goal.isFor(user, enrolments))
            .filter(goal -> !known.containsKey(goal.id()) && !revoked.contains(goal.id()))
            .toList();
    var parts = parts(user, open);
    open.stream()
        .sorted((one, other) -> Double.compare(parts.get(other).part(), parts.get(one).part()))
        .forEach(goal -> all.add(new OfUser(goal.definition(), null, parts.get(goal))));
    return all;
  }

  private Map<Goal, Part> parts(String user, List<Goal> open) {
    var tallies = new HashMap<Board, Tally>();
    int streak = streaks.ongoing(user).days();
    var counted =
        open.stream().anyMatch(goal -> goal.criterion().needsResults())
            ? results.ofUsers(Set.of(user), Set.of()).getOrDefault(user, List.of())
            : List.<GradedSubmission>of();
    var history = new History(counted, ledger::points);
    return open.stream()
        .collect(
            toMap(
                goal -> goal,
                goal -> part(goal, count -> measure(user, count, streak, tallies, history))));
  }

  private static Part part(Goal goal, ToLongFunction<Count> measures) {
    var part = goal.criterion().part(measures);
    return goal.criterion() instanceof Count count
        ? new Part(part, measures.applyAsLong(count), count.threshold())
        : new Part(part, null, null);
  }

  private long measure(
      String user, Count count, int streak, Map<Board, Tally> tallies, History history) {
    if (count.isStreak()) {
      return streak;
    }
    return count
        .board()
        .map(
            board ->
                count
                    .measure()
                    .of(tallies.computeIfAbsent(board, any -> standings.storedTally(any, user)))
                    .orElseThrow())
        .orElseGet(() -> history.measure(count));
  }
}
