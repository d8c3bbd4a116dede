package dev.laurel.achievement;

import dev.laurel.achievement.criterion.Criterion;
import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.course.Enrolments;
import dev.laurel.course.Role;
import java.util.Comparator;

/** A definition that can be earned, with its criterion. */
record Goal(Definition definition, Criterion criterion) {
  /** Of each measure the easier ones first; then combinations. */
  static final Comparator<Goal> EASIER_FIRST =
      Comparator.comparing(Goal::measure)
          .thenComparingLong(Goal::threshold)
          .thenComparing(Goal::id);

  String id() {
    return definition.id();
  }

  /** True if the user may earn it: anybody, or a student or test student of its class. */
  boolean isFor(String user, Enrolments enrolments) {
    var classId = definition.classId();
    return classId == null || enrolments.role(classId, user).filter(Role::isLearner).isPresent();
  }

  private String measure() {
    return criterion instanceof Count count ? count.measure().name() : "~";
  }

  private long threshold() {
    return criterion instanceof Count count ? count.threshold() : 0;
  }
}
