package dev.laurel.submission.results;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;

import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.sql.WriteBehind;
import dev.laurel.submission.Balance;
import dev.laurel.submission.Exercise;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Kind;
import dev.laurel.submission.Labels;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.SubmissionRequest;
import jakarta.transaction.TransactionScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The submissions of one transaction, with the revisions received before. Saves a batch of 200
 * submissions 200 queries, and binding 4,800 parameters: each column is one array. Over 200 lines
 * for the columns.
 */
@TransactionScoped
public class SubmissionBatch extends WriteBehind<Submission.Key, Submission> {
  static final String COLUMNS =
      """
      source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title, problem_points,
      score, max_score, attempt_number, submitted_at, graded_at, time_zone, completed,
      current, outcome, points_earned, total_points, achievements, labels, held, withdrawn, member, given_points,
      balance, kept
      """;

  /** Separates achievements; no identifier contains it. */
  private static final String SEPARATOR = "\n";

  private final Sql sql;
  private final ExpiryBulk expiry;
  private final Clock clock;
  private final Set<Submission> stored = new HashSet<>();

  /** Those that are or were kept, and have changed. */
  private final List<Submission> kept = new ArrayList<>();

  SubmissionBatch(Sql sql, ExpiryBulk expiry, Clock clock) {
    this.sql = sql;
    this.expiry = expiry;
    this.clock = clock;
  }

  @Override
  protected Submission.Key keyOf(Submission row) {
    return new Submission.Key(row.source, row.submissionId, row.revision, row.member);
  }

  /** All revisions received of the submissions. */
  public Revisions revisions(List<SubmissionRequest> requests) {
    var found =
        sql.query(
            """
            select found.* from unnest(?::text[], ?::text[]) as given (source, submission_id),
              lateral (select %s from submission
                       where source = given.source and submission_id = given.submission_id offset 0) found"""
                .formatted(COLUMNS),
            SubmissionBatch::read,
            Columns.of(requests)
                .texts(SubmissionRequest::source)
                .texts(SubmissionRequest::submissionId)
                .parameters());
    stored.addAll(found);
    var kept = found.stream().map(row -> SubmissionName.of(row.graded)).collect(toSet());
    var others = new ArrayList<MemberName>();
    for (var request : requests) {
      var name = SubmissionName.of(request);
      if (!kept.contains(name)) {
        others.add(new MemberName(name, ""));
      }
      if (request.isOfTeam()) {
        request.userIds().forEach(user -> others.add(new MemberName(name, user)));
      }
    }
    return new Revisions(found, expiry.find(others));
  }

  /**
   * Keeps others from changing who is in the results of teams, until the end of the transaction.
   */
  public void lockTeams(Collection<SubmissionName> names) {
    sql.lock(
        AdvisoryLock.TEAM_RESULT,
        names.stream().map(name -> name.source() + "\n" + name.submissionId()).toList());
  }

  /** The attempts received, for submissions that come without a number. */
  public AttemptBatch attempts(List<SubmissionRequest> requests) {
    return AttemptBatch.read(sql, requests);
  }

  static Submission read(ResultSet row) throws SQLException {
    var submission =
        Submission.of(
            new GradedSubmission(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                Kind.valueOf(row.getString(6)),
                new Exercise(row.getString(7), row.getString(8), row.getObject(9, Integer.class)),
                row.getDouble(10),
                row.getDouble(11),
                row.getObject(26, Integer.class),
                row.getInt(12),
                row.getObject(13, OffsetDateTime.class).toInstant(),
                row.getObject(14, OffsetDateTime.class).toInstant(),
                ZoneId.of(row.getString(15)),
                row.getBoolean(16),
                Labels.parse(row.getString(22)),
                Balance.parse(row.getString(27))),
            row.getString(25));
    submission.current = row.getBoolean(17);
    submission.kept = row.getBoolean(28);
    submission.held = row.getBoolean(23);
    submission.withdrawn = row.getBoolean(24);
    submission.outcome = Status.valueOf(row.getString(18));
    submission.pointsEarned = row.getInt(19);
    submission.totalPoints = row.getLong(20);
    submission.achievements = List.of((String[]) row.getArray(21).getArray());
    return submission;
  }

  /** Makes a revision count no longer. */
  public void retire(Submission row) {
    noteKept(row);
    row.current = false;
    row.kept = false;
    change(row);
  }

  /**
   * Makes a revision count.
   *
   * @param kept whether it only would, in a class where Laurel's numbers did
   */
  public void count(Submission row, boolean kept) {
    row.current = true;
    row.kept = kept;
    change(row);
  }

  /**
   * Ends what a member of a team has of a revision, since a newer one is without the member.
   *
   * @param row that counts or is kept back
   */
  public void leave(Submission row) {
    noteKept(row);
    row.withdrawn = true;
    row.current = false;
    row.kept = false;
    row.held = false;
    change(row);
  }

  /** Forgets that a revision was withdrawn, since a newer one counts or is kept back. */
  public void supersede(Submission withdrawn) {
    withdrawn.withdrawn = false;
    change(withdrawn);
  }

  /** Ends the wait of a revision that was kept back. */
  public void release(Submission row) {
    row.held = false;
    change(row);
  }

  private void noteKept(Submission row) {
    if (row.kept) {
      kept.add(row);
    }
  }

  @Override
  protected void write(List<Submission> changed) {
    changed.forEach(this::noteKept);
    markStale();
    var byStored = changed.stream().collect(partitioningBy(stored::contains));
    updateStates(byStored.get(true));
    insert(byStored.get(false));
    stored.addAll(changed);
  }

  /** Has the numbers that Laurel would count of the users computed again. */
  private void markStale() {
    if (!kept.isEmpty()) {
      sql.update(
          """
          insert into shadow_standing (class_id, user_id)
          select distinct class_id, user_id from unnest(?::text[], ?::text[]) as given (class_id, user_id)
          order by 1, 2 on conflict (class_id, user_id) do update set stale = true""",
          Columns.of(kept)
              .texts(row -> row.graded.classId())
              .texts(row -> row.graded.userId())
              .parameters());
      kept.clear();
    }
  }

  private void updateStates(List<Submission> rows) {
    if (rows.isEmpty()) {
      return;
    }
    sql.update(
        """
        update submission set current = given.current, held = given.held, withdrawn = given.withdrawn,
          kept = given.kept
        from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::boolean[], ?::boolean[], ?::boolean[], ?::boolean[])
          as given (source, submission_id, revision, member, current, held, withdrawn, kept)
        where submission.source = given.source and submission.submission_id = given.submission_id
          and submission.revision = given.revision and submission.member = given.member""",
        Columns.of(rows)
            .texts(row -> row.source)
            .texts(row -> row.submissionId)
            .ints(row -> row.revision)
            .texts(row -> row.member)
            .booleans(row -> row.current)
            .booleans(row -> row.held)
            .booleans(row -> row.withdrawn)
            .booleans(row -> row.kept)
            .parameters());
  }

  private void insert(List<Submission> rows) {
    if (rows.isEmpty()) {
      return;
    }
    sql.update(
        """
        insert into submission (source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
            problem_points, score, max_score, attempt_number, submitted_at, graded_at, time_zone, completed,
            current, outcome, points_earned, total_points, achievements, points, perfect, labels, held, withdrawn, member,
            given_points, balance, kept, received_at)
        select source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
            problem_points::int, score, max_score, attempt_number, submitted_at::timestamptz, graded_at::timestamptz, time_zone,
            completed, current, outcome, points_earned, total_points, string_to_array(achievements, E'\\n'),
            points, perfect, labels, held, withdrawn, member, given_points::int, balance, kept, received_at::timestamptz
        from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
            ?::float8[], ?::float8[], ?::int[], ?::text[], ?::text[], ?::text[], ?::boolean[],
            ?::boolean[], ?::text[], ?::int[], ?::bigint[], ?::text[], ?::int[], ?::boolean[], ?::text[],
            ?::boolean[], ?::boolean[], ?::text[], ?::text[], ?::text[], ?::boolean[])
          as row (source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
            problem_points, score, max_score, attempt_number, submitted_at, graded_at, time_zone, completed,
            current, outcome, points_earned, total_points, achievements, points, perfect, labels, held, withdrawn, member,
            given_points, balance, kept),
          (values (?)) as now (received_at)""",
        Columns.of(rows)
            .texts(row -> row.source)
            .texts(row -> row.submissionId)
            .ints(row -> row.revision)
            .texts(row -> row.graded.userId())
            .texts(row -> row.graded.classId())
            .texts(row -> row.graded.kind())
            .texts(row -> row.graded.exercise().id())
            .texts(row -> row.graded.exercise().title())
            .texts(row -> row.graded.exercise().points())
            .doubles(row -> row.graded.score())
            .doubles(row -> row.graded.maxScore())
            .ints(row -> row.graded.attemptNumber())
            .texts(row -> row.graded.submittedAt())
            .texts(row -> row.graded.gradedAt())
            .texts(row -> row.graded.timeZone().getId())
            .booleans(row -> row.graded.completed())
            .booleans(row -> row.current)
            .texts(row -> row.outcome)
            .ints(row -> row.pointsEarned)
            .longs(row -> row.totalPoints)
            .texts(row -> String.join(SEPARATOR, row.achievements))
            .ints(row -> row.graded.points())
            .booleans(row -> row.graded.perfect())
            .texts(row -> row.graded.labels().text())
            .booleans(row -> row.held)
            .booleans(row -> row.withdrawn)
            .texts(row -> row.member)
            .texts(row -> row.graded.givenPoints())
            .texts(row -> Balance.text(row.graded.balance()))
            .booleans(row -> row.kept)
            .parameters(clock.instant().toString()));
  }
}
