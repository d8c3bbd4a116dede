package dev.laurel.submission;

import dev.laurel.notification.News;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the submissions of one transaction tell their users. */
final class Announcements {
  private final Map<String, News> byUser = new LinkedHashMap<>();
  private final TransactionTraces traces;

  Announcements(TransactionTraces traces) {
    this.traces = traces;
  }

  /** Adds what a submission has brought, after what those before it have. */
  void add(SubmissionGraded event) {
    var submission = event.submission();
    var user = submission.userId();
    byUser.merge(user, new News(event.frames(), submission.gradedAt(), traces.of(user)), News::and);
  }

  Map<String, News> byUser() {
    return byUser;
  }
}
