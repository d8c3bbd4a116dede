package dev.laurel.points;

import dev.laurel.leaderboard.Board;
import dev.laurel.sql.Sql;
import dev.laurel.submission.results.ResultBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/**
 * Finds whose results a {@link RecountTask} concerns, a few users at a time and in one statement
 * each: for a class of 300 whose 100 exercises change, 100 results a user that are not read twice.
 */
@ApplicationScoped
class RecountBulk {
  private final Sql sql;

  RecountBulk(Sql sql) {
    this.sql = sql;
  }

  /** The next users who may have results in the class: members, former ones, and its board's. */
  List<String> users(RecountTask task, int limit) {
    return sql.query(
        """
        select user_id from (
          (select user_id from membership where class_id = ? and user_id > ? order by user_id limit ?)
          union
          (select user_id from dropped_member where class_id = ? and user_id > ? order by user_id limit ?)
          union
          (select user_id from standing where board = ? and user_id > ? order by user_id limit ?)) found
        order by user_id limit ?""",
        row -> row.getString(1),
        task.classId,
        task.afterUser,
        limit,
        task.classId,
        task.afterUser,
        limit,
        Board.ofClass(task.classId).key(),
        task.afterUser,
        limit,
        limit);
  }

  /** The exercises of the task for which users have results in the class. */
  List<ResultBatch.Key> problems(RecountTask task, List<String> users) {
    return sql.query(
        """
        select distinct given.id, found.source, found.problem_id from unnest(?::text[]) as given (id),
          lateral (select source, problem_id from submission
                   where user_id = given.id and class_id = ? and current and not kept
                     and (?::text[] is null or (source, problem_id) in (select * from unnest(?::text[], ?::text[])))
                   offset 0) found""",
        row -> new ResultBatch.Key(row.getString(1), row.getString(2), row.getString(3)),
        users.toArray(String[]::new),
        task.classId,
        array(task.sources),
        array(task.sources),
        array(task.problemIds));
  }

  /** The exercises that count, or have counted, for users in a class. */
  List<ResultBatch.Key> problems(String classId, Collection<String> users) {
    return sql.query(
        """
        select given.id, found.source, found.problem_id from unnest(?::text[]) as given (id),
          lateral (select source, problem_id from submission
                   where user_id = given.id and class_id = ? and current and not kept
                   union
                   select source, problem_id from problem_score where user_id = given.id and scope = ?) found""",
        row -> new ResultBatch.Key(row.getString(1), row.getString(2), row.getString(3)),
        users.toArray(String[]::new),
        classId,
        classId);
  }

  private static String[] array(List<String> texts) {
    return texts == null ? null : texts.toArray(String[]::new);
  }
}
