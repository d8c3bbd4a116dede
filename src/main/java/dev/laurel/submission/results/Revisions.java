package dev.laurel.submission.results;

import dev.laurel.errors.FieldError;
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

/**
 * All revisions of a transaction's submissions, received before it or in it. Over 200 lines, since
 * one look at the rows answers all questions about them.
 */
public final class Revisions {
  /**
   * @param member empty but in results of teams
   */
  private record Key(int revision, String member) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return revision == other.revision
          ? member.compareTo(other.member)
          : Integer.compare(revision, other.revision);
    }
  }

  private final Map<SubmissionName, NavigableMap<Key, Submission>> rows = new HashMap<>();
  private final Map<MemberName, Integer> expired;
  private Map<String, String> closed = Map.of();
  private ToIntFunction<String> extraCredit = any -> 0;

  /**
   * @param expired the newest revision of submissions of which nothing is kept any more, and of
   *     teams by member
   */
  Revisions(List<Submission> received, Map<MemberName, Integer> expired) {
    received.forEach(this::add);
    this.expired = Map.copyOf(expired);
  }

  public void add(Submission row) {
    of(SubmissionName.of(row.graded)).put(new Key(row.revision, row.member), row);
  }

  /** True if the request counts, unless another one of the transaction repeats or overtakes it. */
  public boolean willCount(SubmissionRequest request) {
    if (broken(request).isPresent()) {
      return false;
    }
    return newest(request)
        .map(
            newest ->
                newest.revision < request.revision()
                    && RevisionComparison.contradiction(newest, request).isEmpty())
        .orElseGet(() -> !expired.containsKey(new MemberName(SubmissionName.of(request), "")));
  }

  /**
   * The answer to a revision received before, expired or not; empty for a new revision. Of expired
   * ones the content is not known any more, so that whatever has their identity is a duplicate.
   *
   * @param points by user, at present
   */
  public Optional<Outcome> recognise(SubmissionRequest request, ToLongFunction<String> points) {
    var known = revision(request);
    if (!known.isEmpty()) {
      return Optional.of(RevisionComparison.answer(request, known, expiredMembers(request)));
    } else if (newest(request).isPresent()) {
      // Of a team of which nobody's part in the revision is kept, nothing can be told any more.
      return request.isOfTeam() && members(request).isEmpty()
          ? Optional.of(
              Outcome.ofTeam(
                  request.submissionId(), request.revision(), Status.duplicate, List.of()))
          : Optional.empty();
    }
    return Optional.ofNullable(expired.get(new MemberName(SubmissionName.of(request), "")))
        .map(newest -> expired(request, newest, points));
  }

  /** True if a submission was received of which nothing is kept any more. */
  public boolean isExpired(SubmissionRequest request) {
    return newest(request).isEmpty()
        && expired.containsKey(new MemberName(SubmissionName.of(request), ""));
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
    } else if (request.isOfTeam()) {
      return Outcome.ofTeam(id, revision, Status.duplicate, List.of());
    }
    return Outcome.of(
        id, revision, Status.duplicate, 0, points.applyAsLong(request.user().id()), List.of());
  }

  /** The revisions that count or are kept back. */
  public Stream<Submission> effective() {
    return rows.values().stream()
        .flatMap(revisions -> revisions.values().stream())
        .filter(row -> row.current || row.held);
  }

  private Set<String> expiredMembers(SubmissionRequest request) {
    return request.isOfTeam()
        ? request.userIds().stream()
            .filter(user -> expired.containsKey(new MemberName(SubmissionName.of(request), user)))
            .collect(Collectors.toSet())
        : Set.of();
  }

  /**
   * A request for each user for whom a request counts: all members of a team but those whose part
   * in earlier revisions is not kept any more, who may have been erased.
   */
  public List<SubmissionRequest> members(SubmissionRequest request) {
    var gone = expiredMembers(request);
    return gone.isEmpty()
        ? request.members()
        : request.members().stream().filter(part -> !gone.contains(part.member())).toList();
  }

  /**
   * The rows of earlier revisions that members of a team lose by a new one, which is without them.
   * A revision that is kept back takes from them only what was kept back, too.
   */
  public List<Submission> leaving(SubmissionRequest request) {
    if (!request.isOfTeam() || isOvertaken(request)) {
      return List.of();
    }
    var staying = Set.copyOf(request.userIds());
    return of(SubmissionName.of(request)).values().stream()
        .filter(row -> row.revision < request.revision() && !staying.contains(row.member))
        .filter(row -> row.held || row.current && !request.isHeld())
        .toList();
  }

  /** The revision that counts at present. */
  public Optional<Submission> current(SubmissionRequest request) {
    return ofMember(request).filter(row -> row.current).findFirst();
  }

  /** True if a regrade says nothing that the revision which it replaces does not say. */
  public boolean isRepetition(SubmissionRequest regrade) {
    return current(regrade).filter(row -> RevisionComparison.isRepeated(row, regrade)).isPresent();
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
        .flatMap(row -> RevisionComparison.contradiction(row, request))
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

  /** The class of a request, and those of the newest revision and of those that count. */
  public Set<String> classes(SubmissionRequest request) {
    var counting = of(SubmissionName.of(request)).values().stream().filter(row -> row.current);
    return Stream.concat(
            Stream.ofNullable(request.classId()),
            Stream.concat(newest(request).stream(), counting)
                .flatMap(row -> Stream.ofNullable(row.graded.classId())))
        .collect(Collectors.toSet());
  }

  /** The rows of the revision received before that a request repeats. */
  private List<Submission> revision(SubmissionRequest request) {
    var first = new Key(request.revision(), "");
    return request.revision() == Integer.MAX_VALUE
        ? List.copyOf(of(SubmissionName.of(request)).tailMap(first).values())
        : List.copyOf(
            of(SubmissionName.of(request))
                .subMap(first, new Key(request.revision() + 1, ""))
                .values());
  }

  /** A user's row of a revision received before. */
  public Submission row(SubmissionRequest request) {
    return of(SubmissionName.of(request)).get(new Key(request.revision(), request.member()));
  }

  /** The newest revision received for the same user, whether it counts or not. */
  public Optional<Submission> newestOfMember(SubmissionRequest request) {
    return ofMember(request).reduce((older, newer) -> newer);
  }

  /** All revisions for the same user, oldest first. */
  public Stream<Submission> ofMember(SubmissionRequest request) {
    return of(SubmissionName.of(request)).values().stream()
        .filter(row -> row.member.equals(request.member()));
  }

  /** The revisions for the same user that are marked as withdrawn. */
  public List<Submission> withdrawn(SubmissionRequest request) {
    return ofMember(request).filter(row -> row.withdrawn).toList();
  }

  /** The newest revision received, whether it counts or not; of a team for one of its members. */
  public Optional<Submission> newest(SubmissionRequest request) {
    return Optional.ofNullable(of(SubmissionName.of(request)).lastEntry()).map(Map.Entry::getValue);
  }

  /** The revision that is kept back, if it is newer than the one that counts. */
  public Optional<Submission> held(SubmissionRequest request) {
    return ofMember(request).filter(row -> row.held).findFirst();
  }

  /**
   * True if a revision comes too late to count: a newer one counts, counted until it was withdrawn,
   * or is kept back like this one.
   */
  public boolean isOvertaken(SubmissionRequest request) {
    return of(SubmissionName.of(request)).descendingMap().values().stream()
        .takeWhile(newer -> newer.revision > request.revision())
        .anyMatch(newer -> request.isHeld() || !newer.held);
  }

  private NavigableMap<Key, Submission> of(SubmissionName name) {
    return rows.computeIfAbsent(name, any -> new TreeMap<>());
  }
}
