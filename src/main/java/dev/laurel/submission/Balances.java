package dev.laurel.submission;

import static java.util.stream.Collectors.toSet;

import dev.laurel.course.Learners;
import dev.laurel.course.NameSource;
import dev.laurel.course.UserName;
import dev.laurel.errors.FieldError;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.Submission;
import dev.laurel.submission.results.SubmissionBatch;
import dev.laurel.submission.results.SubmissionName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Numbers of users from elsewhere: the same observers count them that count results, and nobody is
 * notified. A balance is a result of its own problem, so that boards, recounts and erasure treat it
 * as they treat results; it counts in no season, and does not expire. All methods block, in the
 * caller's transaction or one of their own, and lock the users, which has to be the first lock of
 * the transaction. Over 200 lines, since what is stored, and what is reported, is counted in one
 * way.
 */
@ApplicationScoped
@Transactional
public class Balances {
  /** Begins the ids of balances and of their problems. Those of adjustments have one tab. */
  private static final String MARK = "\t\t";

  /**
   * A balance, by its source and id.
   *
   * @param username for a new user; null for the id
   * @param classId null for none
   * @param points in hundredths, with any sign
   * @param title as the user's ledger names it
   * @param at decides ties; null for now, or for the time that it has
   */
  public record Item(
      String source,
      String id,
      String userId,
      String username,
      String classId,
      int points,
      Balance balance,
      String title,
      Instant at) {
    public Item {
      at = at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
    }

    /** The name of its revisions. */
    public SubmissionName name() {
      return new SubmissionName(source, MARK + id);
    }
  }

  private final Learners learners;
  private final Participants participants;
  private final SubmissionBatch batch;
  private final GradingTransaction transaction;
  private final Standings standings;
  private final Clock clock;

  Balances(
      Learners learners,
      Participants participants,
      SubmissionBatch batch,
      GradingTransaction transaction,
      Standings standings,
      Clock clock) {
    this.learners = learners;
    this.participants = participants;
    this.batch = batch;
    this.transaction = transaction;
    this.standings = standings;
    this.clock = clock;
  }

  /**
   * Puts opening balances: each in the place of the one with the same source and id. Users become
   * students of the classes, as by a result.
   *
   * @return the outcomes, in the same order: accepted, kept, duplicate where nothing is new, or
   *     rejected where the class takes no results, or the balance was another user's
   */
  public List<Outcome> put(List<Item> items) {
    return put(items, Kind.balance);
  }

  /**
   * Puts what another back end reports, like {@link #put}. It counts while that one's numbers do in
   * the class, a balance and a result while they don't.
   */
  public List<Outcome> putReported(List<Item> items) {
    var outcomes = put(items, Kind.standing);
    // They may come with every result, and nobody asks for those before.
    Submission.deleteReplaced(items.stream().map(Item::name).collect(toSet()));
    return outcomes;
  }

  /** Stores what another back end is to have reported, and counts for a caller who counts anew. */
  public void store(List<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    var now = clock.instant();
    var requests = items.stream().map(item -> request(item, Kind.standing)).toList();
    var revisions = batch.revisions(requests);
    var zones = participants.timeZones(requests);
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var request = requests.get(i);
      if (revisions.current(request).filter(row -> isSame(item, row)).isEmpty()) {
        int revision = revisions.newest(request).map(row -> row.revision + 1).orElse(1);
        revisions.current(request).ifPresent(batch::retire);
        revisions.withdrawn(request).forEach(batch::supersede);
        var row = Submission.of(graded(item, request, revision, item.at(), now, zones), "");
        row.current = true;
        row.outcome = Status.accepted;
        batch.change(row);
        revisions.add(row);
      }
    }
    batch.flush();
  }

  private List<Outcome> put(List<Item> items, Kind kind) {
    var requests = items.stream().map(item -> request(item, kind)).toList();
    // Before locking: locking creates the user's row, which would bring an erased user back.
    var received = batch.revisions(requests);
    var known =
        IntStream.range(0, items.size())
            .filter(i -> !received.isExpired(requests.get(i)) || isBack(items.get(i), kind))
            .mapToObj(items::get)
            .toList();
    var outcomes = known.isEmpty() ? Map.<Item, Outcome>of() : lockAndPut(known, kind);
    return items.stream()
        .map(
            item ->
                outcomes.getOrDefault(
                    item, Outcome.of(item.id(), 1, Status.duplicate, 0, 0, List.of())))
        .toList();
  }

  /** True for an erased user whom a roster or a result has made known again. */
  private boolean isBack(Item item, Kind kind) {
    return kind == Kind.standing && learners.isKnown(item.userId());
  }

  /** True if the user was erased since, and has not come back. */
  public boolean isErased(Item item) {
    var request = request(item, Kind.standing);
    return batch.revisions(List.of(request)).isExpired(request) && !isBack(item, Kind.standing);
  }

  private Map<Item, Outcome> lockAndPut(List<Item> items, Kind kind) {
    var now = clock.instant();
    var names = new HashMap<String, UserName>();
    items.stream()
        .filter(item -> item.username() != null)
        .forEach(item -> names.put(item.userId(), new UserName(item.username(), now)));
    var users = new TreeSet<>(items.stream().map(Item::userId).collect(toSet()));
    learners.lock(users, NameSource.grader, names);
    var requests = items.stream().map(item -> request(item, kind)).toList();
    var revisions = batch.revisions(requests);
    revisions.refuse(participants.closed(requests, revisions), any -> 0);
    var counting = requests.stream().filter(revisions::willCount).toList();
    var enrolments = participants.enrol(users, counting);
    var zones = participants.timeZones(requests);
    var counted = transaction.start(requests, enrolments, revisions);
    var outcomes = new HashMap<Item, Outcome>();
    for (int i = 0; i < items.size(); i++) {
      var outcome = put(items.get(i), requests.get(i), revisions, zones, now, counted);
      outcomes.putIfAbsent(items.get(i), outcome);
    }
    counted.finish();
    return outcomes;
  }

  private Outcome put(
      Item item,
      SubmissionRequest request,
      Revisions revisions,
      Function<String, ZoneId> zones,
      Instant now,
      GradingTransaction.Counted counted) {
    var newest = revisions.newest(request);
    if (newest.filter(row -> isSame(item, row)).isPresent()
        || request.kind() == Kind.balance && revisions.isExpired(request)) {
      return outcome(item, newest.map(row -> row.revision).orElse(1), Status.duplicate);
    }
    int revision = newest.map(row -> row.revision + 1).orElse(1);
    var refusal = revisions.refusal(request);
    if (newest.filter(row -> !row.graded.userId().equals(item.userId())).isPresent()) {
      return Outcome.rejected(
          item.id(), revision, List.of(new FieldError("user.id", "is not the user it was of")));
    } else if (refusal.isPresent()) {
      return Outcome.rejected(item.id(), revision, refusal.get().errors());
    }
    var at =
        item.at() != null ? item.at() : newest.map(row -> row.graded.submittedAt()).orElse(now);
    var row = Submission.of(graded(item, request, revision, at, now, zones), "");
    var current = revisions.current(request);
    var replaced = current.filter(Submission::counts).map(old -> old.graded);
    current.ifPresent(batch::retire);
    revisions.withdrawn(request).forEach(batch::supersede);
    row.current = true;
    boolean reported = request.kind() == Kind.standing;
    row.kept = participants.keeps(item.classId(), item.userId()) != reported;
    row.outcome = row.kept ? Status.kept : Status.accepted;
    var event =
        row.kept
            ? replaced.map(SubmissionGraded::ofWithdrawal)
            : Optional.of(SubmissionGraded.ofBalance(row.graded, replaced.orElse(null)));
    event.ifPresent(counted::fire);
    row.pointsEarned = event.map(SubmissionGraded::pointsEarned).orElse(0);
    row.achievements = event.map(SubmissionGraded::achievements).orElse(List.of());
    row.totalPoints = standings.loadedTally(Board.GLOBAL, item.userId()).points();
    batch.change(row);
    revisions.add(row);
    return Outcome.of(
        item.id(), revision, row.outcome, row.pointsEarned, row.totalPoints, row.achievements);
  }

  private static GradedSubmission graded(
      Item item,
      SubmissionRequest request,
      int revision,
      Instant at,
      Instant now,
      Function<String, ZoneId> zones) {
    return request
        .graded(1, at, now, zones.apply(item.classId()), 1, Labels.NONE)
        .with(revision, item.balance());
  }

  private static boolean isSame(Item item, Submission row) {
    var graded = row.graded;
    return row.current
        && graded.userId().equals(item.userId())
        && Objects.equals(graded.classId(), item.classId())
        && graded.points() == item.points()
        && graded.balance().equals(item.balance())
        && graded.exercise().title().equals(item.title())
        && (item.at() == null || graded.submittedAt().equals(item.at()));
  }

  private Outcome outcome(Item item, int revision, Status status) {
    return Outcome.of(
        item.id(),
        revision,
        status,
        0,
        standings.loadedTally(Board.GLOBAL, item.userId()).points(),
        List.of());
  }

  /**
   * Withdraws a balance, as if it had never been. It may be put again.
   *
   * @param recount whether achievements that the rest does not meet go too
   * @return false for an unknown one, and one that was withdrawn
   */
  public boolean withdraw(String source, String id, boolean recount) {
    var name = new SubmissionName(source, MARK + id);
    var known = Submission.newest(name);
    if (known.isEmpty() || !learners.lockKnown(known.get().graded.userId())) {
      return false;
    }
    var request = SubmissionRequest.of(known.get());
    var revisions = batch.revisions(List.of(request));
    var current = revisions.current(request);
    if (current.isEmpty()) {
      return false;
    }
    var row = current.get();
    var users = Set.of(row.graded.userId());
    var counted =
        transaction.start(List.of(request), participants.enrol(users, List.of()), revisions);
    boolean counts = row.counts();
    row.withdrawn = true;
    batch.retire(row);
    if (counts) {
      counted.fire(SubmissionGraded.ofWithdrawal(row.graded));
    }
    counted.finish();
    if (recount) {
      counted.recountAchievements(users);
    }
    return true;
  }

  private static SubmissionRequest request(Item item, Kind kind) {
    return new SubmissionRequest(
        item.source(),
        item.name().submissionId(),
        Integer.MAX_VALUE,
        new SubmissionRequest.User(item.userId(), item.userId()),
        null,
        item.classId(),
        kind,
        new Exercise(item.name().submissionId(), item.title(), item.points()),
        1.0,
        1.0,
        null,
        1,
        item.at(),
        null,
        false,
        null,
        null,
        null,
        null);
  }
}
