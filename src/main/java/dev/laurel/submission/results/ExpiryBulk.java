package dev.laurel.submission.results;

import static java.util.stream.Collectors.toMap;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Expires submissions: deletes all revisions, and keeps a hash of the name by which a repetition is
 * recognised, but which tells nothing of the result, and the number of attempts at each exercise.
 * One statement expires up to 500 submissions with all their revisions, which need not be read for
 * it. All methods block, in the caller's transaction.
 */
@ApplicationScoped
public class ExpiryBulk {
  /**
   * Keyed, since names may tell whose result it was. They contain no line break. Of a team's result
   * there is one for each member too, so that its repetition does not bring an erased one back.
   */
  private static final String DIGEST =
      """
      sha256((select secret from installation) || convert_to(
        given.source || E'\\n' || given.submission_id || case member when '' then '' else E'\\n' || member end, 'UTF8'))""";

  /**
   * An old result, or adjustment, that no open season counts, and that no revision waits to
   * replace.
   */
  private static final String EXPIRED =
      """
      (current or withdrawn) and not kept and kind not in ('balance', 'standing') and received_at < ?::timestamptz and not exists (
        select from submission later
        where later.source = submission.source and later.submission_id = submission.submission_id
          and later.member = submission.member and later.held)
      and not exists (
        select from season
        where closed_at is null and final_version is null and starts_at <= submitted_at and (ends_at is null or submitted_at < ends_at)
          and (season.class_id is null or season.class_id = submission.class_id)
          and (problem_ids is null or problem_id = any (problem_ids)))""";

  private final Sql sql;
  private final Clock clock;

  ExpiryBulk(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** The expired ones among submissions, with the newest revision received. */
  Map<MemberName, Integer> find(Collection<MemberName> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    return sql
        .query(
            """
            select given.source, given.submission_id, given.member, found.revision
            from unnest(?::text[], ?::text[], ?::text[]) as given (source, submission_id, member),
              lateral (select revision from expired_submission where digest = %s offset 0) found"""
                .formatted(DIGEST),
            row ->
                Map.entry(
                    new MemberName(
                        new SubmissionName(row.getString(1), row.getString(2)), row.getString(3)),
                    row.getInt(4)),
            Columns.of(names)
                .texts(name -> name.submission().source())
                .texts(name -> name.submission().submissionId())
                .texts(MemberName::member)
                .parameters())
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max));
  }

  /** Forgets that submissions, or what they were for members, have expired. */
  public void forget(Collection<MemberName> names) {
    sql.update(
        """
        delete from expired_submission where digest = any (array(
          select %s from unnest(?::text[], ?::text[], ?::text[]) as given (source, submission_id, member)))"""
            .formatted(DIGEST),
        Columns.of(names)
            .texts(name -> name.submission().source())
            .texts(name -> name.submission().submissionId())
            .texts(MemberName::member)
            .parameters());
  }

  /** True if results of a user have expired. */
  boolean hasExpired(String user) {
    return !sql.query("select from expired_attempt where user_id = ? limit 1", row -> true, user)
        .isEmpty();
  }

  /** The ones among users with results to expire, received before {@code horizon}. */
  List<String> usersWithExpired(List<String> users, Instant horizon) {
    return sql.query(
        """
        select given.id from unnest(?::text[]) as given (id),
          lateral (select from submission where user_id = given.id and %s limit 1) found"""
            .formatted(EXPIRED),
        row -> row.getString(1),
        users.toArray(String[]::new),
        horizon.toString());
  }

  /**
   * A user's results to expire, with those withdrawn, received before {@code horizon}; at most
   * {@code limit}.
   */
  List<Submission> expiredOf(String user, Instant horizon, int limit) {
    return sql.query(
        "select %s from submission where user_id = ? and %s limit ?"
            .formatted(SubmissionBatch.COLUMNS, EXPIRED),
        SubmissionBatch::read,
        user,
        horizon.toString(),
        limit);
  }

  /**
   * Expires results of any age of a user, who must be locked.
   *
   * @return their number, at most {@code limit}
   */
  public int expire(String user, int limit) {
    var names =
        sql.query(
            """
            select distinct source, submission_id from submission
            where user_id = ? and (current or held or withdrawn) limit ?""",
            row -> new SubmissionName(row.getString(1), row.getString(2)),
            user,
            limit);
    expire(user, names);
    return names.size();
  }

  /** Expires submissions of a user, who must be locked; of a team's, what they are for the user. */
  void expire(String user, Collection<SubmissionName> names) {
    if (names.isEmpty()) {
      return;
    }
    sql.query(
        """
        with revision as materialized (
          select given.source, given.submission_id, found.*
          from unnest(?::text[], ?::text[]) as given (source, submission_id),
            lateral (select revision, member, user_id, problem_id, attempt_number, ctid as place from submission
                     where source = given.source and submission_id = given.submission_id and user_id = ? offset 0) found),
        remembered as (
          insert into expired_submission (digest, revision, expired_at)
          select %s, max(revision), ?::timestamptz
          from (select source, submission_id, member, revision from revision
                union select source, submission_id, '', revision from revision) given group by 1
          on conflict (digest) do update set revision = greatest(expired_submission.revision, excluded.revision)),
        attempted as (
          insert into expired_attempt (user_id, source, problem_id, attempts)
          select user_id, source, problem_id, max(attempt_number) from revision group by 1, 2, 3
          on conflict (user_id, problem_id, source) do update
            set attempts = greatest(expired_attempt.attempts, excluded.attempts)),
        deleted as (
          delete from submission where ctid = any (array(select place from revision)))
        select 1"""
            .formatted(DIGEST),
        row -> true,
        Columns.of(names)
            .texts(SubmissionName::source)
            .texts(SubmissionName::submissionId)
            .parameters(user, clock.instant().toString()));
  }
}
