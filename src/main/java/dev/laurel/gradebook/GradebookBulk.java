package dev.laurel.gradebook;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.laurel.gradebook.GradebookPage.Cell;
import dev.laurel.gradebook.GradebookPage.Row;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.sql.Paging;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * Reads the results of many students in two statements, where entities would be as many objects as
 * the students have attempts: 100 students with 50 problems and 3 attempts are 5,000 rows instead
 * of 15,000. Blocks.
 */
@ApplicationScoped
class GradebookBulk {
  private record CellOf(String user, Cell cell) {}

  private final Sql sql;

  GradebookBulk(Sql sql) {
    this.sql = sql;
  }

  /**
   * A page of the students of a class.
   *
   * @param after the last id of the page before; empty for the first page
   */
  @Transactional
  GradebookPage page(String classId, String after, int limit) {
    var students = students(classId, after, limit);
    var ids = students.stream().map(row -> row.user().id()).toArray(String[]::new);
    var cells = cells(classId, ids);
    return new GradebookPage(
        students.stream()
            .map(
                row ->
                    new Row(
                        row.user(),
                        row.section(),
                        row.totalPoints(),
                        row.completedProblems(),
                        row.adjustments(),
                        cells.getOrDefault(row.user().id(), List.of())))
            .toList(),
        Paging.next(students, limit, row -> row.user().id()));
  }

  private List<Row> students(String classId, String after, int limit) {
    return sql.query(
        """
        select m.user_id, coalesce(m.display_name, m.username, l.username), m.section,
          coalesce(s.points, 0), coalesce(s.completed_problems, 0),
          (select coalesce(sum(p.points), 0) from problem_score p
           where p.user_id = m.user_id and p.scope = m.class_id and left(p.problem_id, 1) = E'\\t')
        from membership m join learner l on l.id = m.user_id
        left join standing s on s.user_id = m.user_id and s.board = ?
        where m.class_id = ? and m.role = 'student' and m.user_id > ? order by m.user_id limit ?""",
        row ->
            new Row(
                new Player(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getLong(4),
                row.getInt(5),
                row.getLong(6),
                List.of()),
        Board.ofClass(classId).key(),
        classId,
        after,
        limit);
  }

  /**
   * Without adjustments and balances, whose problems begin with a tab, and without what was
   * withdrawn.
   */
  private Map<String, List<Cell>> cells(String classId, String[] users) {
    return sql
        .query(
            """
            with best as (
              select distinct on (user_id, source, problem_id) user_id, source, problem_id, problem_title,
                score, max_score, submitted_at,
                count(*) over (partition by user_id, source, problem_id) as attempts
              from submission
              where user_id = any(?::text[]) and class_id = ? and current and kind in ('practice', 'assignment')
              order by user_id, source, problem_id, score / max_score desc, submitted_at)
            select p.user_id, p.source, p.problem_id, coalesce(b.problem_title, p.problem_id), p.points,
              p.completions > 0, b.score, b.max_score, b.submitted_at, coalesce(b.attempts, 0)
            from problem_score p left join best b using (user_id, source, problem_id)
            where p.user_id = any(?::text[]) and p.scope = ? and p.reached_at is not null
              and left(p.problem_id, 1) <> E'\\t'
            order by p.source, p.problem_id""",
            row ->
                new CellOf(
                    row.getString(1),
                    new Cell(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getBoolean(6),
                        row.getObject(7, Double.class),
                        row.getObject(8, Double.class),
                        row.getObject(9) == null
                            ? null
                            : row.getObject(9, OffsetDateTime.class).toInstant(),
                        row.getInt(10))),
            users,
            classId,
            users,
            classId)
        .stream()
        .collect(groupingBy(CellOf::user, mapping(CellOf::cell, toList())));
  }
}
