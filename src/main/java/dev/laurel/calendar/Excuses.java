package dev.laurel.calendar;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.errors.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;

/** The days for which students are excused. All methods block. */
@ApplicationScoped
@Transactional
class Excuses {
  /** The most of one student in a class. */
  private static final int LIMIT = 200;

  private final Learners learners;
  private final Classes classes;
  private final Audit audit;
  private final Event<ExcusesChanged> changes;

  Excuses(Learners learners, Classes classes, Audit audit, Event<ExcusesChanged> changes) {
    this.learners = learners;
    this.classes = classes;
    this.audit = audit;
    this.changes = changes;
  }

  List<DayRange> of(String classId, String user) {
    requireStudent(classId, user);
    return Excuse.of(classId, user).stream().map(Excuse::days).toList();
  }

  /** Excuses a student for days. Replaces what began on the same day. */
  void put(String classId, String user, DayRange days) {
    lock(classId, user);
    var key = new Excuse.Key(classId, user, days.firstDay());
    var found = Excuse.<Excuse>findByIdOptional(key);
    if (found.map(Excuse::days).filter(days::equals).isPresent()) {
      return;
    }
    if (found.isPresent()) {
      found.get().lastDay = days.lastDay();
    } else if (Excuse.of(classId, user).size() >= LIMIT) {
      throw ProblemException.conflict(
          "The student has %d excuses in the class; join some to add another.".formatted(LIMIT));
    } else {
      Excuse.of(classId, user, days).persist();
    }
    changed(AuditAction.STUDENT_EXCUSED, classId, user, days);
  }

  /** Withdraws the excuse that begins on a day, if there is one. */
  void delete(String classId, String user, LocalDate firstDay) {
    lock(classId, user);
    Excuse.<Excuse>findByIdOptional(new Excuse.Key(classId, user, firstDay))
        .ifPresent(
            excuse -> {
              excuse.delete();
              changed(AuditAction.EXCUSE_WITHDRAWN, classId, user, excuse.days());
            });
  }

  private void changed(AuditAction action, String classId, String user, DayRange days) {
    audit.recordOfMember(action, classId, user, days.toString());
    changes.fire(new ExcusesChanged(user));
  }

  private void lock(String classId, String user) {
    if (!learners.lockKnown(user)) {
      throw noStudent();
    }
    requireStudent(classId, user);
    classes.requireNotArchived(List.of(classId));
  }

  private void requireStudent(String classId, String user) {
    if (classes.role(classId, user).filter(Role::isLearner).isEmpty()) {
      throw noStudent();
    }
  }

  private static ProblemException noStudent() {
    return ProblemException.notFound("The class has no such student.");
  }
}
