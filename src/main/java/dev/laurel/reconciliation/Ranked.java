package dev.laurel.reconciliation;

import static java.util.Comparator.naturalOrder;

import dev.laurel.reconciliation.Evidence.Place;
import dev.laurel.reconciliation.Explanation.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A student with the ranks of both sides' points. */
record Ranked(StudentSides sides, Place place) {
  /** Ranks the students of a class by the points of each side. */
  static List<Ranked> of(List<StudentSides> all) {
    var computed =
        new Ranks(
            all.stream()
                .filter(StudentSides::isStudent)
                .map(one -> one.computed().points())
                .toList());
    var reported =
        new Ranks(
            all.stream()
                .filter(one -> one.reported() != null)
                .map(one -> one.reported().points())
                .toList());
    var newest =
        all.stream()
            .map(StudentSides::reported)
            .filter(side -> side != null && side.asOf() != null)
            .map(Side::asOf)
            .max(naturalOrder());
    return all.stream().map(one -> of(one, computed, reported, newest)).toList();
  }

  private static Ranked of(
      StudentSides one, Ranks computed, Ranks reported, Optional<Instant> newest) {
    long points = one.computed().points();
    long reportedPoints = one.reported() == null ? 0 : one.reported().points();
    boolean outdated =
        one.reported() != null
            && newest.filter(at -> !at.equals(one.reported().asOf())).isPresent();
    return new Ranked(
        one.isStudent() ? one.withRank(computed.of(points)) : one,
        new Place(
            computed.ties(points),
            reported.of(reportedPoints),
            reported.ties(reportedPoints),
            outdated));
  }

  String id() {
    return sides.user().id();
  }

  /** True if the class sees the same numbers of both sides. */
  boolean isEqual() {
    return explain().stream().noneMatch(Explanation::differs);
  }

  /** Explains the difference without evidence, if there is one. */
  List<Explanation> explain() {
    return explain(Evidence.of(place));
  }

  List<Explanation> explain(Evidence evidence) {
    if (!sides.isStudent()) {
      return List.of(Explanation.of(Code.dropped_member));
    } else if (sides.reported() == null) {
      return sides.computed().isEmpty()
          ? List.of()
          : List.of(Explanation.of(Code.not_reported_yet));
    }
    return Explanations.of(sides.reported(), sides.computed(), evidence);
  }
}
