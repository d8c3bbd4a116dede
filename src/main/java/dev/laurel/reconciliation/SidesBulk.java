package dev.laurel.reconciliation;

import dev.laurel.leaderboard.Page.Player;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads the numbers of both sides of a whole class in one statement: for 1,000 students three rows
 * each, which as entities would all be looked at again for changes. Blocks, in the caller's
 * transaction.
 */
@ApplicationScoped
class SidesBulk {
  /**
   * How far Laurel is.
   *
   * @param computedAt null before it has computed anything
   * @param pending students whose numbers are being computed again
   */
  record Progress(Instant computedAt, int pending) {}

  private final Sql sql;

  SidesBulk(Sql sql) {
    this.sql = sql;
  }

  /** True if another back end counts for the class, and Laurel beside it. */
  boolean areCompared(String classId) {
    return authority(classId).equals("shadow");
  }

  private String authority(String classId) {
    return sql
        .query("select authority from course_class where id = ?", row -> row.getString(1), classId)
        .stream()
        .findFirst()
        .orElse("owner");
  }

  Progress progress(String classId) {
    return sql.query(
            """
            select max(computed_at), count(*) filter (where stale or computing_since is not null)
            from shadow_standing s join membership m using (class_id, user_id)
            where class_id = ? and m.role = 'student'""",
            row -> new Progress(moment(row, 1), row.getInt(2)),
            classId)
        .get(0);
  }

  /**
   * Both sides of the students, and of those of whom something was reported after they had left.
   */
  List<StudentSides> of(String classId) {
    return sql.query(
        """
        select l.id, coalesce(m.display_name, m.username, l.username), m.user_id is not null,
          r.received_at is not null, coalesce(r.points, 0), r.completions, r.streak, r.last_day, r.longest, r.achievements,
          r.rank, coalesce(r.as_of, r.received_at),
          coalesce(s.points, 0), coalesce(s.completions, 0), coalesce(s.streak, 0), s.last_day, coalesce(s.longest, 0),
          s.achievements
        from (select user_id from membership where class_id = ? and role = 'student'
              union
              select user_id from dropped_member d join reported_standing r using (class_id, user_id)
              where class_id = ? and r.received_at > d.dropped_at) given
        join learner l on l.id = given.user_id
        left join membership m on m.user_id = l.id and m.class_id = ? and m.role = 'student'
        left join reported_standing r on r.user_id = l.id and r.class_id = ?
        left join shadow_standing s on s.user_id = l.id and s.class_id = ?""",
        SidesBulk::read,
        classId,
        classId,
        classId,
        classId,
        classId);
  }

  private static StudentSides read(ResultSet row) throws SQLException {
    var ids = ids(row.getArray(18));
    return new StudentSides(
        new Player(row.getString(1), row.getString(2)),
        row.getBoolean(3),
        row.getBoolean(4) ? reported(row) : null,
        new Side(
            row.getLong(13),
            row.getInt(14),
            new Side.Streak(row.getInt(15), row.getObject(16, LocalDate.class), row.getInt(17)),
            ids == null ? new TreeSet<>() : ids,
            null,
            null));
  }

  private static Side reported(ResultSet row) throws SQLException {
    var streak =
        new Side.Streak(
            row.getObject(7, Integer.class),
            row.getObject(8, LocalDate.class),
            row.getObject(9, Integer.class));
    return new Side(
        row.getLong(5),
        row.getObject(6, Integer.class),
        streak.equals(Side.Streak.UNKNOWN) ? null : streak,
        ids(row.getArray(10)),
        row.getObject(11, Integer.class),
        moment(row, 12));
  }

  private static SortedSet<String> ids(Array array) throws SQLException {
    return array == null ? null : new TreeSet<>(List.of((String[]) array.getArray()));
  }

  private static Instant moment(ResultSet row, int column) throws SQLException {
    var found = row.getObject(column, OffsetDateTime.class);
    return found == null ? null : found.toInstant();
  }
}
