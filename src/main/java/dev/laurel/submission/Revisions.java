package dev.laurel.submission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All revisions, received before or in this transaction, of the submissions in hand. */
final class Revisions {
  private record Id(String source, String submissionId) {}

  private final Map<Id, NavigableMap<Integer, SubmissionRow>> rows = new HashMap<>();

  Revisions(List<SubmissionRow> received) {
    received.forEach(this::add);
  }

  void add(SubmissionRow row) {
    of(row.graded.source(), row.graded.submissionId()).put(row.graded.revision(), row);
  }

  /** Whether the request is going to count, unless another in hand repeats or overtakes it. */
  boolean isNews(SubmissionRequest request) {
    var known = of(request.source(), request.submissionId());
    return known.isEmpty()
        || known.lastKey() < request.revision()
            && known.lastEntry().getValue().isSameWork(request.user().id(), request.problem().id());
  }

  /** The same revision, when it was received before. */
  Optional<SubmissionRow> find(String source, String submissionId, int revision) {
    return Optional.ofNullable(of(source, submissionId).get(revision));
  }

  /** The revision that counts at present. */
  Optional<SubmissionRow> current(GradedSubmission submission) {
    return of(submission.source(), submission.submissionId()).values().stream()
        .filter(row -> row.current)
        .findFirst();
  }

  private NavigableMap<Integer, SubmissionRow> of(String source, String submissionId) {
    return rows.computeIfAbsent(new Id(source, submissionId), any -> new TreeMap<>());
  }
}
