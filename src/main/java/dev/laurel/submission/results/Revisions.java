package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.ExpiredSubmissions.Name;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All revisions, received before or in this transaction, of the submissions in hand. */
public final class Revisions {
  private final Map<Name, NavigableMap<Integer, SubmissionRow>> rows = new HashMap<>();

  private final Map<Name, Integer> settled;

  /**
   * @param settled those of which nothing is kept but the newest revision
   */
  Revisions(List<SubmissionRow> received, Map<Name, Integer> settled) {
    received.forEach(this::add);
    this.settled = Map.copyOf(settled);
  }

  public void add(SubmissionRow row) {
    of(row.graded.source(), row.graded.submissionId()).put(row.graded.revision(), row);
  }

  /** Whether the request is going to count, unless another in hand repeats or overtakes it. */
  public boolean isNews(SubmissionRequest request) {
    var known = of(request.source(), request.submissionId());
    return known.isEmpty() && settled(request).isEmpty()
        || !known.isEmpty()
            && known.lastKey() < request.revision()
            && known.lastEntry().getValue().isSameWork(request.user().id(), request.problem().id());
  }

  /** The newest revision of a submission whose results are not kept any more. */
  public Optional<Integer> settled(SubmissionRequest request) {
    return Optional.ofNullable(settled.get(Name.of(request)));
  }

  /** The same revision, when it was received before. */
  public Optional<SubmissionRow> find(String source, String submissionId, int revision) {
    return Optional.ofNullable(of(source, submissionId).get(revision));
  }

  /** The revision that counts at present. */
  public Optional<SubmissionRow> current(GradedSubmission submission) {
    return of(submission.source(), submission.submissionId()).values().stream()
        .filter(row -> row.current)
        .findFirst();
  }

  private NavigableMap<Integer, SubmissionRow> of(String source, String submissionId) {
    return rows.computeIfAbsent(new Name(source, submissionId), any -> new TreeMap<>());
  }
}
