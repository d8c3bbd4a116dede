package dev.laurel.reconciliation;

import dev.laurel.reconciliation.Evidence.Place;
import dev.laurel.reconciliation.Explanation.Code;
import java.util.List;

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
    var told =
        new Ranks(
            all.stream()
                .filter(one -> one.told() != null)
                .map(one -> one.told().points())
                .toList());
    return all.stream().map(one -> of(one, computed, told)).toList();
  }

  private static Ranked of(StudentSides one, Ranks computed, Ranks told) {
    long points = one.computed().points();
    long toldPoints = one.told() == null ? 0 : one.told().points();
    return new Ranked(
        one.isStudent() ? one.withRank(computed.of(points)) : one,
        new Place(computed.ties(points), told.of(toldPoints), told.ties(toldPoints)));
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
    } else if (sides.told() == null) {
      return sides.computed().isEmpty() ? List.of() : List.of(Explanation.of(Code.not_told_yet));
    }
    return Explanations.of(sides.told(), sides.computed(), evidence);
  }
}
