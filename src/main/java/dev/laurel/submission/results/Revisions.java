package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All revisions of a transaction's submissions, received before it or in it. */
public final class Revisions {
  private final Map<Name, NavigableMap<Integer, Submission>> rows = new HashMap<>();
  private final Map<Name, Integer> expired;

  /**
   * @param expired submissions of which only the newest revision's number is kept
   */
  Revisions(List<Submission> received, Map<Name, Integer> expired) {
    received.forEach(this::add);
    this.expired = Map.copyOf(expired);
  }

  public void add(Submission row) {
    of(Name.of(row.graded)).put(row.revision, row);
  }

  /** True if the request counts, unless another one of the transaction repeats or overtakes it. */
  public boolean willCount(SubmissionRequest request) {
    var known = of(Name.of(request));
    return known.isEmpty()
        ? expired(request).isEmpty()
        : known.lastKey() < request.revision()
            && isSameWork(request, known.lastEntry().getValue().graded);
  }

  private static boolean isSameWork(SubmissionRequest request, GradedSubmission other) {
    return other.userId().equals(request.user().id())
        && other.exercise().id().equals(request.problem().id());
  }

  /** The newest revision of an expired submission. */
  public Optional<Integer> expired(SubmissionRequest request) {
    return Optional.ofNullable(expired.get(Name.of(request)));
  }

  /** The row of the revision, if it was received before. */
  public Optional<Submission> find(SubmissionRequest request) {
    return Optional.ofNullable(of(Name.of(request)).get(request.revision()));
  }

  /** The revision that counts at present. */
  public Optional<Submission> current(GradedSubmission submission) {
    return of(Name.of(submission)).values().stream().filter(row -> row.current).findFirst();
  }

  private NavigableMap<Integer, Submission> of(Name name) {
    return rows.computeIfAbsent(name, any -> new TreeMap<>());
  }
}
