package dev.laurel.submission.grading;

import dev.laurel.notification.PendingEvents;
import dev.laurel.submission.SubmissionGraded;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the submissions of one transaction tell their users. */
final class Announcements {
  private final Map<String, PendingEvents> byUser = new LinkedHashMap<>();
  private final TransactionTraces traces;

  Announcements(TransactionTraces traces) {
    this.traces = traces;
  }

  /** Adds what a submission has brought, after what those before it have. */
  void add(SubmissionGraded event) {
    var submission = event.submission();
    var user = submission.userId();
    byUser.merge(
        user,
        new PendingEvents(event.frames(), submission.gradedAt(), traces.of(user)),
        PendingEvents::and);
  }

  Map<String, PendingEvents> byUser() {
    return byUser;
  }
}
