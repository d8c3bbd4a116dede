package dev.laurel.submission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

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

  private Revisions() {}

  static Revisions load(List<SubmissionRequest> requests) {
    var revisions = new Revisions();
    requests.stream()
        .collect(
            groupingBy(
                SubmissionRequest::source, mapping(SubmissionRequest::submissionId, toSet())))
        .forEach(
            (source, ids) ->
                SubmissionRow.<SubmissionRow>list("source = ?1 and submissionId in ?2", source, ids)
                    .forEach(revisions::add));
    return revisions;
  }

  void add(SubmissionRow row) {
    of(row.source, row.submissionId).put(row.revision, row);
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
