package dev.laurel.points;

import dev.laurel.leaderboard.season.SeasonCleared;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.points.ProblemScore.Best;
import dev.laurel.points.ProblemScore.Key;
import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.results.CurrentResults;
import dev.laurel.submission.results.ResultsExpiring;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Keeps the best result of each user for each problem. */
@ApplicationScoped
class BestResults {
  private final ScoreBatch open;
  private final CurrentResults currentResults;
  private final BulkSql statements;

  BestResults(ScoreBatch open, CurrentResults currentResults, BulkSql statements) {
    this.open = open;
    this.currentResults = currentResults;
    this.statements = statements;
  }

  /** Reads, in one go, the scores that the submissions may change, in whatever scope. */
  void open(List<GradedSubmission> submissions) {
    open.remember(
        statements.query(
            """
            select found.* from unnest(?::text[], ?::text[]) as given (user_id, problem_id),
              lateral (select %s from problem_score
                       where user_id = given.user_id and problem_id = given.problem_id offset 0) found"""
                .formatted(ProblemScore.COLUMNS),
            ProblemScore::read,
            Columns.of(submissions)
                .texts(GradedSubmission::userId)
                .texts(submission -> submission.problem().id())
                .parameters()));
  }

  /**
   * Takes a result into account.
   *
   * @return by how much it changes what the user has collected within the scope
   */
  Tally settle(SubmissionGraded graded, Scope scope) {
    var submission = graded.submission();
    var score = open.get(new Key(submission.userId(), scope.key(), submission.problem().id()));
    var before = score.best;
    // What a regrade takes away can only be known from all the other results that count.
    var best = graded.replaced().isPresent() ? bestOfOthers(score, scope) : before;
    if (scope.counts().test(submission)) {
      best = best.or(bestOf(submission));
    }
    if (!best.equals(before)) {
      score.best = best;
      open.changed(score);
    }
    return new Tally(
        best.points() - before.points(),
        change(before.completed(), best.completed()),
        change(before.perfect(), best.perfect()),
        change(before.firstAttempt(), best.firstAttempt()));
  }

  private Best bestOfOthers(ProblemScore score, Scope scope) {
    return currentResults
        .of(score.key.userId(), score.key.problemId())
        .filter(scope.counts())
        .map(BestResults::bestOf)
        .reduce(score.settled, Best::or);
  }

  /** Has scores stand without results that are about to be deleted. */
  void settle(@Observes ResultsExpiring expiring) {
    var brought = new LinkedHashMap<Key, Best>();
    for (var result : expiring.results()) {
      Stream.of(Scope.EVERYTHING.key(), result.classId())
          .filter(Objects::nonNull)
          .map(scope -> new Key(result.userId(), scope, result.problem().id()))
          .forEach(key -> brought.merge(key, bestOf(result), Best::or));
    }
    statements.update(
        """
        update problem_score score set
          settled_points = greatest(score.settled_points, given.points),
          settled_completed = score.settled_completed or given.completed,
          settled_perfect = score.settled_perfect or given.perfect,
          settled_first_attempt = score.settled_first_attempt or given.first_attempt
        from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::boolean[], ?::boolean[], ?::boolean[])
          as given (user_id, scope, problem_id, points, completed, perfect, first_attempt)
        where score.user_id = given.user_id and score.problem_id = given.problem_id and score.scope = given.scope""",
        Columns.of(brought.entrySet())
            .texts(score -> score.getKey().userId())
            .texts(score -> score.getKey().scope())
            .texts(score -> score.getKey().problemId())
            .ints(score -> score.getValue().points())
            .booleans(score -> score.getValue().completed())
            .booleans(score -> score.getValue().perfect())
            .booleans(score -> score.getValue().firstAttempt())
            .parameters());
  }

  /** Deletes what nothing can change any more, but for what is just being erased. */
  void clear(@Observes SeasonCleared cleared) {
    statements.update(
        """
        delete from problem_score where ctid = any (array(
          select found.ctid from unnest(?::text[]) as given (user_id),
            lateral (select ctid from problem_score
                     where user_id = given.user_id and scope = any (?::text[]) offset 0 for update skip locked) found))""",
        cleared.users().toArray(String[]::new),
        cleared.seasons().stream().map(season -> Scope.of(season).key()).toArray(String[]::new));
  }

  private static Best bestOf(GradedSubmission result) {
    return new Best(
        result.points(), result.completed(), result.perfect(), result.solvedAtFirstAttempt());
  }

  private static int change(boolean before, boolean after) {
    return Boolean.compare(after, before);
  }

  /** Writes all that has changed, in one go. */
  void write() {
    var changed = open.takeChanged();
    if (changed.isEmpty()) {
      return;
    }
    statements.update(
        """
        insert into problem_score (user_id, scope, problem_id, points, completed, perfect, first_attempt)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::boolean[], ?::boolean[], ?::boolean[])
        on conflict (user_id, scope, problem_id) do update set
          points = excluded.points, completed = excluded.completed, perfect = excluded.perfect,
          first_attempt = excluded.first_attempt""",
        Columns.of(changed)
            .texts(score -> score.key.userId())
            .texts(score -> score.key.scope())
            .texts(score -> score.key.problemId())
            .ints(score -> score.best.points())
            .booleans(score -> score.best.completed())
            .booleans(score -> score.best.perfect())
            .booleans(score -> score.best.firstAttempt())
            .parameters());
  }
}
