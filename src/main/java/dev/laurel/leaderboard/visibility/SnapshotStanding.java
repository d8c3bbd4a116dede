package dev.laurel.leaderboard.visibility;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

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

  /** True if the name was hidden when the board became final; it never is shown again. */
  boolean hidden;
}
