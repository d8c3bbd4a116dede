package dev.laurel.reconciliation;

import static java.util.Comparator.comparing;

import dev.laurel.errors.ProblemException;
import dev.laurel.reconciliation.ReconciliationPage.Comparison;
import dev.laurel.reconciliation.ReconciliationPage.Summary;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.CurrentResults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares both sides of a class. Numbers of the whole class are read each time, since ranks and
 * the summary need all of them; results only of those of a page who differ. Blocks.
 */
@ApplicationScoped
class Reconciliation {
  private final SidesBulk sides;
  private final EvidenceReader evidence;
  private final CurrentResults results;

  Reconciliation(SidesBulk sides, EvidenceReader evidence, CurrentResults results) {
    this.sides = sides;
    this.results = results;
    this.evidence = evidence;
  }

  /**
   * A page of the comparison.
   *
   * @param after the last id of the page before; empty for the first page
   * @param different whether only those are wanted who differ
   * @throws ProblemException 409, unless both sides count
   */
  @Transactional
  ReconciliationPage page(String classId, String after, int limit, boolean different) {
    if (!sides.areCompared(classId)) {
      throw ProblemException.conflict(
          "Laurel computes beside another back end only while the class is in shadow: change its authority first.");
    }
    var progress = sides.progress(classId);
    var all = Ranked.of(sides.of(classId));
    var equal = all.stream().map(Ranked::isEqual).toList();
    var wanted =
        all.stream()
            .filter(one -> one.id().compareTo(after) > 0)
            .filter(one -> !different || !one.isEqual())
            .sorted(comparing(Ranked::id))
            .limit(limit + 1L)
            .toList();
    var page = wanted.subList(0, Math.min(limit, wanted.size()));
    return new ReconciliationPage(
        progress.computedAt(),
        Summary.of(equal, progress.pending()),
        compare(classId, page),
        wanted.size() > limit ? page.get(limit - 1).id() : null);
  }

  private List<Comparison> compare(String classId, List<Ranked> page) {
    var different = page.stream().filter(one -> !one.isEqual()).map(Ranked::id).toList();
    var counted = results(classId, different, false);
    var held = results(classId, different, true);
    return page.stream()
        .map(
            one ->
                new Comparison(
                    one.sides().user(),
                    one.isEqual(),
                    one.sides().reported(),
                    one.sides().computed(),
                    explain(
                        one,
                        counted.getOrDefault(one.id(), List.of()),
                        held.getOrDefault(one.id(), List.of()))))
        .toList();
  }

  private Map<String, List<GradedSubmission>> results(
      String classId, List<String> users, boolean held) {
    return users.isEmpty() ? Map.of() : results.inClass(classId, users, held);
  }

  private List<Explanation> explain(
      Ranked one, List<GradedSubmission> counted, List<GradedSubmission> held) {
    var reported = one.sides().reported();
    if (one.isEqual() || reported == null || !one.sides().isStudent()) {
      return one.explain();
    }
    return one.explain(
        new Evidence(
            evidence.counts(counted, held),
            evidence.bonus(
                reported.achievements() == null ? Set.of() : reported.achievements(),
                one.sides().computed().achievements()),
            EvidenceReader.everyDay(counted),
            one.place()));
  }
}
