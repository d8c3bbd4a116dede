package dev.laurel.leaderboard.visibility;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A standing of a snapshot: of a frozen board, or of the final board of a season. */
@Entity
@Table(name = "frozen_standing")
@IdClass(SnapshotStanding.Key.class)
class SnapshotStanding extends PanacheEntityBase {
  record Key(String board, int position) {}

  @Id String board;

  /** The index in the order of the board, from 0. */
  @Id int position;

  /** Begins with {@code ~} once the user was erased. */
  @Column(name = "user_id")
  String userId;

  long points;
  int rank;

  @Column(name = "completed_problems")
  int completedProblems;

  @Column(name = "updated_at")
  Instant updatedAt;

  static int size(String board) {
    return SnapshotStanding.<SnapshotStanding>find("board = ?1 order by position desc", board)
        .firstResultOptional()
        .map(last -> last.position + 1)
        .orElse(0);
  }

  /**
   * @param first may be -1, for which there is none
   */
  static List<SnapshotStanding> between(String board, long first, long last) {
    return list(
        "board = ?1 and position between ?2 and ?3 order by position",
        board,
        (int) Math.min(first, Integer.MAX_VALUE),
        (int) Math.min(last, Integer.MAX_VALUE));
  }

  static Optional<SnapshotStanding> ofUser(String board, String user) {
    return find("board = ?1 and userId = ?2", board, user).firstResultOptional();
  }

  static List<SnapshotStanding> ofUsers(String board, Collection<String> users) {
    return list("board = ?1 and userId in ?2", board, users);
  }
}
