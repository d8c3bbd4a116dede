package dev.laurel.submission.results;

import dev.laurel.errors.FieldError;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.SubmissionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All revisions of a transaction's submissions, received before it or in it. */
public final class Revisions {
  private final Map<SubmissionName, NavigableMap<Integer, Submission>> rows = new HashMap<>();
  private final Map<SubmissionName, Integer> expired;
  private Map<String, String> closed = Map.of();
  private ToIntFunction<String> extraCredit = any -> 0;

  /**
   * @param expired the newest revision of submissions whose rows have expired
   */
  Revisions(List<Submission> received, Map<SubmissionName, Integer> expired) {
    received.forEach(this::add);
    this.expired = Map.copyOf(expired);
  }

  public void add(Submission row) {
    of(SubmissionName.of(row.graded)).put(row.revision, row);
  }

  /** True if the request counts, unless another one of the transaction repeats or overtakes it. */
  public boolean willCount(SubmissionRequest request) {
    if (broken(request).isPresent()) {
      return false;
    }
    var known = of(SubmissionName.of(request));
    return known.isEmpty()
        ? !expired.containsKey(SubmissionName.of(request))
        : known.lastKey() < request.revision()
            && isSameWork(request, known.lastEntry().getValue().graded);
  }

  private static boolean isSameWork(SubmissionRequest request, GradedSubmission other) {
    return other.userId().equals(request.user().id())
        && other.exercise().id().equals(request.problem().id());
  }

  /**
   * The answer to a revision received before, expired or not; empty for a new revision. Of expired
   * ones the content is not known any more, so that whatever has their identity is a duplicate.
   *
   * @param points by user, at present
   */
  public Optional<Outcome> recognise(SubmissionRequest request, ToLongFunction<String> points) {
    var name = SubmissionName.of(request);
    var known = of(name).get(request.revision());
    return known != null
        ? Optional.of(known.answer(request))
        : Optional.ofNullable(expired.get(name)).map(newest -> expired(request, newest, points));
  }

  private static Outcome expired(
      SubmissionRequest request, int newest, ToLongFunction<String> points) {
    var id = request.submissionId();
    int revision = request.revision();
    if (revision > newest) {
      return Outcome.rejected(
          id,
          revision,
          List.of(new FieldError("revision", "follows a result that is not kept any more")));
    }
    return Outcome.of(
        id, revision, Status.duplicate, 0, points.applyAsLong(request.user().id()), List.of());
  }

  /** The revision that counts at present. */
  public Optional<Submission> current(SubmissionRequest request) {
    return of(SubmissionName.of(request)).values().stream().filter(row -> row.current).findFirst();
  }

  /** True if a regrade says nothing that the revision which it replaces does not say. */
  public boolean isRepetition(SubmissionRequest regrade) {
    return current(regrade).filter(row -> row.isRepeatedBy(regrade)).isPresent();
  }

  /**
   * Refuses, from now on, results of closed classes, those that replace such, and scores too far
   * above their maximum.
   *
   * @param closedClasses the reason by the id of each
   * @param extraCreditByClass by how many percent they may be
   */
  public void refuse(Map<String, String> closedClasses, ToIntFunction<String> extraCreditByClass) {
    closed = Map.copyOf(closedClasses);
    extraCredit = extraCreditByClass;
  }

  /** The answer to a new revision that is not accepted; empty for one that is. */
  public Optional<Outcome> refusal(SubmissionRequest request) {
    return newest(request)
        .flatMap(row -> row.contradiction(request))
        .or(
            () ->
                broken(request)
                    .map(
                        error ->
                            Outcome.rejected(
                                request.submissionId(), request.revision(), List.of(error))));
  }

  /** The rule of its classes that a request breaks. */
  private Optional<FieldError> broken(SubmissionRequest request) {
    return classes(request).stream()
        .map(closed::get)
        .filter(Objects::nonNull)
        .findFirst()
        .map(reason -> new FieldError("class_id", reason))
        .or(
            () ->
                request.score() <= request.maxScore()
                    ? Optional.empty()
                    : request.excess(extraCredit.applyAsInt(request.classId())));
  }

  /** The class of a request, and that of the revision which it replaces. */
  public Set<String> classes(SubmissionRequest request) {
    return Stream.concat(
            Stream.ofNullable(request.classId()),
            newest(request).map(row -> row.graded.classId()).stream())
        .collect(Collectors.toSet());
  }

  /** The revision received before that a request repeats. */
  public Submission revision(SubmissionRequest request) {
    return of(SubmissionName.of(request)).get(request.revision());
  }

  /** The newest revision received, whether it counts or not. */
  public Optional<Submission> newest(SubmissionRequest request) {
    return Optional.ofNullable(of(SubmissionName.of(request)).lastEntry()).map(Map.Entry::getValue);
  }

  /** The revision that is kept back, if it is newer than the one that counts. */
  public Optional<Submission> held(SubmissionRequest request) {
    return of(SubmissionName.of(request)).values().stream().filter(row -> row.held).findFirst();
  }

  /**
   * True if a revision comes too late to count: a newer one counts, counted until it was withdrawn,
   * or is kept back like this one.
   */
  public boolean isOvertaken(SubmissionRequest request) {
    return of(SubmissionName.of(request)).tailMap(request.revision(), false).values().stream()
        .anyMatch(newer -> request.isHeld() || !newer.held);
  }

  private NavigableMap<Integer, Submission> of(SubmissionName name) {
    return rows.computeIfAbsent(name, any -> new TreeMap<>());
  }
}
