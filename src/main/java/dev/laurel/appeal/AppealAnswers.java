package dev.laurel.appeal;

import dev.laurel.appeal.AppealPage.AppealItem;
import dev.laurel.appeal.AppealPage.Author;
import dev.laurel.appeal.AppealPage.Correction;
import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Learners;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.ledger.Ledger;
import dev.laurel.notification.Frame;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Answers appeals, once and for all. Blocks. */
@ApplicationScoped
class AppealAnswers {
  /**
   * An answer to give.
   *
   * @param correction null for none
   */
  record Answer(Appeal.State decision, String text, Correction correction) {}

  private final Learners learners;
  private final Ledger ledger;
  private final NotificationLog log;
  private final Audit audit;
  private final Clock clock;

  AppealAnswers(Learners learners, Ledger ledger, NotificationLog log, Audit audit, Clock clock) {
    this.learners = learners;
    this.ledger = ledger;
    this.log = log;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Answers an open appeal and notifies the student, who may have left the class. Repeating it
   * changes nothing.
   *
   * @throws ProblemException 404 if the class has no such appeal, 409 if it was withdrawn or has
   *     another answer, 400 if the correction has not changed the student's points
   */
  @Transactional
  AppealItem answer(String classId, long id, Answer answer) {
    var user = Appeal.author(classId, id).orElseThrow(AppealAnswers::unknown);
    learners.lockKnown(user);
    // Read after locking; the user may have been erased meanwhile.
    var appeal = Appeal.<Appeal>findByIdOptional(id).orElseThrow(AppealAnswers::unknown);
    var entry = ledger.entry(user, appeal.entryId).orElseThrow(AppealAnswers::unknown);
    if (appeal.state == Appeal.State.withdrawn) {
      throw ProblemException.conflict("The student has withdrawn the appeal.");
    }
    if (appeal.state == Appeal.State.open) {
      requireEffect(appeal, answer.correction());
      set(appeal, answer);
      audit.recordOfMember(
          AuditAction.APPEAL_ANSWERED, classId, user, answer.decision() + " " + appeal.id);
      announce(appeal, entry);
    } else {
      requireSame(appeal, answer);
    }
    var names = learners.namesInClass(classId, List.of(user));
    return AppealItem.of(appeal, entry, new Author(user, names.get(user)));
  }

  private void requireEffect(Appeal appeal, Correction correction) {
    if (correction != null
        && !ledger.isCorrected(
            appeal.userId, appeal.entryId, correction.source(), correction.id())) {
      throw ProblemException.badRequest(
          "correction", "has not changed the student's points in the class since");
    }
  }

  private static void requireSame(Appeal appeal, Answer answer) {
    var errors = new ArrayList<FieldError>();
    var correction = answer.correction();
    require(errors, "decision", appeal.state == answer.decision());
    require(errors, "text", appeal.answer.equals(answer.text()));
    require(
        errors,
        "correction",
        correction == null
            ? appeal.correctionId == null
            : Objects.equals(correction.source(), appeal.correctionSource)
                && Objects.equals(correction.id(), appeal.correctionId));
    if (!errors.isEmpty()) {
      throw ProblemException.conflict("The appeal has another answer.", errors);
    }
  }

  private static void require(List<FieldError> errors, String field, boolean same) {
    if (!same) {
      errors.add(new FieldError(field, "is not that of the answer"));
    }
  }

  private void set(Appeal appeal, Answer answer) {
    appeal.state = answer.decision();
    appeal.answer = answer.text();
    appeal.answeredAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (answer.correction() != null) {
      appeal.correctionSource = answer.correction().source();
      appeal.correctionId = answer.correction().id();
    }
  }

  private void announce(Appeal appeal, Ledger.Entry entry) {
    var frame =
        new Frame.AppealAnswered(
            appeal.id,
            appeal.entryId,
            appeal.classId,
            entry.title(),
            appeal.state.name(),
            appeal.answer);
    log.append(Map.of(appeal.userId, PendingEvents.traced(List.of(frame))));
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("The class has no such appeal.");
  }
}
