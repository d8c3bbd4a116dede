package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/**
 * A user's row of a board. {@link StandingBatch} also reads and writes such rows past the
 * persistence context.
 */
@Entity
@Table(name = "standing")
@IdClass(Standing.Key.class)
class Standing extends PanacheEntityBase {
  record Key(String board, String userId) {}

  @Id String board;

  @Id
  @Column(name = "user_id")
  String userId;

  @Embedded Tally tally = Tally.NONE;

  /** When the points became what they are. */
  @Column(name = "reached_at")
  Instant reachedAt;

  /** When points that are not for an exercise were last added; null if there are none. */
  @Column(name = "bonus_at")
  Instant bonusAt;

  /** When the row was last written, shortly before the commit. */
  @Column(name = "updated_at")
  Instant updatedAt;

  /** False for users who are not shown: staff, test students, and former members of a class. */
  boolean listed;

  /** The number of changes so far. */
  long version;

  static Standing of(Board board, String user, boolean listed, Instant reachedAt) {
    var standing = new Standing();
    standing.board = board.key();
    standing.userId = user;
    standing.listed = listed;
    standing.reachedAt = reachedAt;
    return standing;
  }

  /** Users of a board in the order of the database, listed or not, after a user. */
  static List<String> users(Board board, String after, int limit) {
    return getEntityManager()
        .createQuery(
            """
            select s.userId from Standing s where s.board = :board and s.userId > :after
            order by s.userId""",
            String.class)
        .setParameter("board", board.key())
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The keys of the boards on which the user has a standing, listed or not. */
  static List<String> boards(String user) {
    return getEntityManager()
        .createQuery("select s.board from Standing s where s.userId = :user", String.class)
        .setParameter("user", user)
        .getResultList();
  }

  /** The sum of the versions of a board's standings. */
  static long version(Board board) {
    return getEntityManager()
        .createQuery(
            "select coalesce(sum(s.version), 0) from Standing s where s.board = :board", Long.class)
        .setParameter("board", board.key())
        .getSingleResult();
  }

  Key key() {
    return new Key(board, userId);
  }

  StandingChange changed(Instant now) {
    updatedAt = now;
    return new StandingChange(
        new Board(board), userId, version, tally.points(), reachedAt, listed, updatedAt);
  }
}
