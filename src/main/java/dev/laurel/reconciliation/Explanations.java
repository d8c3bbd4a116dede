package dev.laurel.reconciliation;

import static java.util.Comparator.comparingInt;

import dev.laurel.reconciliation.Explanation.Code;
import dev.laurel.reconciliation.Explanation.Field;
import dev.laurel.rules.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Explains why two sides differ about a student. Says only what the numbers show: an explanation of
 * points is given if it, alone or with others, comes to exactly what the other side has; of those
 * that do, the one with the fewest parts.
 */
final class Explanations {
  /** The ways of counting attempts, likelier ones first. */
  private static final Map<Policy.Type, Code> POLICIES = new LinkedHashMap<>();

  static {
    POLICIES.put(Policy.Type.sum, Code.attempts_summed);
    POLICIES.put(Policy.Type.best, Code.attempts_best);
    POLICIES.put(Policy.Type.average, Code.attempts_averaged);
    POLICIES.put(Policy.Type.last, Code.attempts_last);
    POLICIES.put(Policy.Type.first, Code.attempts_first);
  }

  private final Side reported;
  private final Side computed;
  private final Evidence evidence;
  private final List<Explanation> found = new ArrayList<>();

  private Explanations(Side reported, Side computed, Evidence evidence) {
    this.reported = reported;
    this.computed = computed;
    this.evidence = evidence;
  }

  /** The policies by which the other side may count. */
  static Set<Policy.Type> policies() {
    return Collections.unmodifiableSet(POLICIES.keySet());
  }

  /** Explains the differences of a student; empty if there are none. */
  static List<Explanation> of(Side reported, Side computed, Evidence evidence) {
    var explanations = new Explanations(reported, computed, evidence);
    explanations.explainPoints();
    explanations.explainCompletions();
    explanations.explainAchievements();
    explanations.explainStreak();
    explanations.explainRank();
    return List.copyOf(explanations.found);
  }

  private void explainPoints() {
    long difference = reported.points() - computed.points();
    if (difference != 0) {
      sums()
          .filter(parts -> parts.stream().mapToLong(Explanation::points).sum() == difference)
          .min(comparingInt(Collection::size))
          .ifPresentOrElse(
              found::addAll,
              () -> found.add(Explanation.unexplained(Field.points, difference, null)));
    }
  }

  /** All that the other side may count otherwise, together. */
  private Stream<List<Explanation>> sums() {
    return attempts()
        .flatMap(parts -> and(parts, Code.achievement_points, evidence.bonus().reported()))
        .flatMap(
            parts ->
                parts.stream().anyMatch(part -> part.code() == Code.achievement_points)
                    ? Stream.of(parts)
                    : and(parts, Code.achievement_points, evidence.bonus().computed()))
        .flatMap(parts -> and(parts, Code.adjustments, -evidence.counts().adjustments()));
  }

  /** The attempts by other policies, with and without results that are held back. */
  private Stream<List<Explanation>> attempts() {
    var others =
        POLICIES.entrySet().stream()
            .flatMap(policy -> attempts(policy.getKey(), policy.getValue()));
    return Stream.concat(and(List.of(), Code.held_results, evidence.counts().held()), others);
  }

  private Stream<List<Explanation>> attempts(Policy.Type policy, Code code) {
    long change = evidence.counts().totals().getOrDefault(policy, 0L);
    long held = evidence.counts().totalsWithHeld().getOrDefault(policy, change) - change;
    return change == 0
        ? Stream.empty()
        : and(List.of(Explanation.ofPoints(code, change)), Code.held_results, held);
  }

  private static Stream<List<Explanation>> and(List<Explanation> parts, Code code, long points) {
    return points == 0
        ? Stream.of(parts)
        : Stream.of(
            parts,
            Stream.concat(parts.stream(), Stream.of(Explanation.ofPoints(code, points))).toList());
  }

  private void explainCompletions() {
    int difference =
        reported.completions() == null ? 0 : reported.completions() - computed.completions();
    if (difference != 0) {
      var code = difference > 0 ? Code.results_missing : Code.results_more;
      found.add(
          Explanation.ofCount(
              difference == evidence.counts().heldCompletions() ? Code.held_results : code,
              difference));
    }
  }

  private void explainAchievements() {
    if (reported.achievements() == null) {
      return;
    }
    add(Code.achievements_missing, without(reported.achievements(), computed.achievements()));
    add(Code.achievements_more, without(computed.achievements(), reported.achievements()));
  }

  private static SortedSet<String> without(Collection<String> ids, Collection<String> others) {
    var rest = new TreeSet<>(ids);
    rest.removeAll(others);
    return rest;
  }

  private void add(Code code, Collection<String> achievements) {
    if (!achievements.isEmpty()) {
      found.add(Explanation.ofAchievements(code, achievements));
    }
  }

  private void explainStreak() {
    if (reported.streak() != null && !reported.streak().agreesWith(computed.streak())) {
      found.add(
          Optional.ofNullable(evidence.everyDay())
              .filter(reported.streak()::agreesWith)
              .map(any -> Explanation.of(Code.streak_calendar))
              .orElseGet(() -> Explanation.unexplained(Field.streak, null, null)));
    }
  }

  private void explainRank() {
    if (reported.rank() == null || reported.rank().equals(computed.rank())) {
      return;
    }
    if (isAmong(computed.rank(), evidence.place().ties())) {
      found.add(Explanation.of(Code.tie_order));
    } else if (isAmong(evidence.place().reported(), evidence.place().reportedTies())) {
      found.add(Explanation.ofCount(Code.rank_by_points, reported.rank() - computed.rank()));
    } else if (evidence.place().outdated()) {
      found.add(Explanation.of(Code.rank_outdated));
    } else {
      found.add(Explanation.unexplained(Field.rank, null, reported.rank() - computed.rank()));
    }
  }

  private boolean isAmong(int rank, int ties) {
    return reported.rank() >= rank && reported.rank() < rank + ties;
  }
}
