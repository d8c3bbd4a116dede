package dev.laurel.leaderboard.standing;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The remains of erased users on a board, without the users. */
@Entity
@Table(name = "board_erasure")
class BoardErasure extends PanacheEntityBase {
  @Id String board;

  /** How many users were erased. */
  long erasures;

  /** The sum of the versions of their standings, so that the board's version never falls. */
  long version;

  /** The highest of these versions; the standing of a user who comes back starts above it. */
  @Column(name = "newest_version")
  long newestVersion;

  /** When the last of them was erased. */
  @Column(name = "erased_at")
  Instant erasedAt;

  static void add(String board, long version, Instant now) {
    getEntityManager()
        .createQuery(
            """
            insert into BoardErasure (board, erasures, version, newestVersion, erasedAt)
            values (:board, 0, 0, 0, :now) on conflict do nothing\
            """)
        .setParameter("board", board)
        .setParameter("now", now)
        .executeUpdate();
    update(
        """
        erasures = erasures + 1, version = version + ?1, newestVersion = greatest(newestVersion, ?1),
        erasedAt = ?2
        where board = ?3\
        """,
        version,
        now,
        board);
  }
}
