package dev.laurel.appeal;

import dev.laurel.appeal.AppealPage.AppealItem;
import dev.laurel.appeal.AppealPage.Author;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.MemberClass;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.ledger.Ledger;
import dev.laurel.notification.Frame;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.sql.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Appeals as students make and withdraw them, and as both sides read them. All methods block. */
@ApplicationScoped
@Transactional
class Appeals {
  /** The most open appeals of a student in a class. */
  private static final int MOST_OPEN = 20;

  /** The most that a student makes in a class within {@link #DAY}; each is an event for others. */
  private static final int MOST_A_DAY = 10;

  private static final Duration DAY = Duration.ofDays(1);

  /**
   * An appeal that was made.
   *
   * @param created false if it had been made before
   */
  record Made(AppealItem item, boolean created) {}

  private final Ledger ledger;
  private final Classes classes;
  private final Learners learners;
  private final NotificationLog log;
  private final Clock clock;

  Appeals(Ledger ledger, Classes classes, Learners learners, NotificationLog log, Clock clock) {
    this.ledger = ledger;
    this.classes = classes;
    this.learners = learners;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Makes an appeal about an entry of the student's ledger, and notifies the instructors of its
   * class. Repeating it only repeats the answer.
   *
   * @throws ProblemException 400 if nobody could answer it, 409 if another one about the entry is
   *     open or too many are, 429 if too many were made today
   */
  Made make(String user, long entryId, String text) {
    var entry =
        ledger
            .entry(user, entryId)
            .orElseThrow(() -> refused("is no entry of the caller's ledger"));
    if (entry.classId() == null) {
      throw refused("is of no class; a result in a class has an entry on the board of the class");
    }
    var concerned = new HashSet<>(classes.instructors(entry.classId()));
    concerned.add(user);
    learners.lockKnown(concerned);
    var earlier =
        Appeal.newest(user, entryId).filter(appeal -> appeal.state != Appeal.State.withdrawn);
    if (earlier.isPresent() && earlier.get().text.equals(text)) {
      return new Made(AppealItem.of(earlier.get(), entry, null), false);
    }
    if (earlier.isPresent() && earlier.get().state == Appeal.State.open) {
      throw ProblemException.conflict(
          "Another appeal about this entry is open; withdraw it to make one.",
          List.of(new FieldError("text", "is not that of the open appeal")));
    }
    var course = requireMember(user, entry.classId());
    var instructors = new HashSet<>(classes.instructors(entry.classId()));
    if (instructors.isEmpty()) {
      throw refused("is of a class that has no instructors");
    }
    requireWithinLimits(user, entry.classId());
    var appeal = persist(user, entry, text);
    // Those who became instructors meanwhile are not locked; they find it in the list.
    instructors.retainAll(concerned);
    notifyAll(instructors, new Frame.AppealMade(appeal.id, course.id(), course.name()));
    return new Made(AppealItem.of(appeal, entry, null), true);
  }

  private MemberClass requireMember(String user, String classId) {
    var course =
        classes.memberships(user).stream()
            .filter(found -> found.id().equals(classId) && found.role().isLearner())
            .findAny()
            .orElseThrow(() -> refused("is of a class of which the caller is no student"));
    if (course.archivedAt() != null) {
      throw refused("is of an archived class");
    }
    return course;
  }

  private void requireWithinLimits(String user, String classId) {
    if (Appeal.countOpen(user, classId) >= MOST_OPEN) {
      throw ProblemException.conflict(
          "%d appeals in the class are open; wait for an answer, or withdraw one."
              .formatted(MOST_OPEN));
    }
    var now = clock.instant();
    var today = Appeal.madeSince(user, classId, now.minus(DAY));
    if (today.size() >= MOST_A_DAY) {
      throw ProblemException.tooMany(
          "At most %d appeals in a class are made within a day.".formatted(MOST_A_DAY),
          Duration.between(now, today.get(today.size() - MOST_A_DAY).plus(DAY)));
    }
  }

  private Appeal persist(String user, Ledger.Entry entry, String text) {
    var appeal = new Appeal();
    appeal.userId = user;
    appeal.classId = entry.classId();
    appeal.entryId = entry.id();
    appeal.text = text;
    appeal.state = Appeal.State.open;
    appeal.madeAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    appeal.persist();
    return appeal;
  }

  private void notifyAll(Set<String> users, Frame frame) {
    var events = new HashMap<String, PendingEvents>();
    users.forEach(user -> events.put(user, PendingEvents.traced(List.of(frame))));
    log.append(events);
  }

  /**
   * Withdraws a student's open appeal. Does nothing for one that was withdrawn, or is not the
   * student's.
   *
   * @throws ProblemException 409 if it was answered
   */
  void withdraw(String user, long id) {
    if (!learners.lockKnown(user)) {
      return;
    }
    var appeal =
        Appeal.<Appeal>findByIdOptional(id).filter(found -> found.userId.equals(user)).orElse(null);
    if (appeal == null || appeal.state == Appeal.State.withdrawn) {
      return;
    }
    if (appeal.state != Appeal.State.open) {
      throw ProblemException.conflict("The appeal was answered.");
    }
    appeal.state = Appeal.State.withdrawn;
  }

  /** A page of a student's appeals, newest first, with ids below {@code before}. */
  AppealPage ofUser(String user, long before, int limit) {
    return page(Appeal.ofUser(user, before, limit), limit, Map.of());
  }

  /** A page of a class's appeals in some states, newest first, with ids below {@code before}. */
  AppealPage ofClass(String classId, Set<Appeal.State> states, long before, int limit) {
    var found = Appeal.ofClass(classId, states, before, limit);
    var users = found.stream().map(appeal -> appeal.userId).distinct().toList();
    return page(found, limit, learners.namesInClass(classId, users));
  }

  private AppealPage page(List<Appeal> found, int limit, Map<String, String> names) {
    var entries = ledger.entries(found.stream().map(appeal -> appeal.entryId).toList());
    return new AppealPage(
        found.stream()
            .map(
                appeal ->
                    AppealItem.of(
                        appeal,
                        entries.get(appeal.entryId),
                        names.containsKey(appeal.userId)
                            ? new Author(appeal.userId, names.get(appeal.userId))
                            : null))
            .toList(),
        Paging.next(found, limit, appeal -> appeal.id));
  }

  private static ProblemException refused(String message) {
    return ProblemException.badRequest("entry_id", message);
  }
}
