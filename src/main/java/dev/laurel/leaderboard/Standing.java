package dev.laurel.leaderboard;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** Where one user stands on one board. */
@Entity
@Table(name = "standing")
@IdClass(Standing.Key.class)
class Standing extends PanacheEntityBase {
  record Key(String board, String userId) {}

  @Id String board;

  @Id
  @Column(name = "user_id")
  String userId;

  long points;

  @Column(name = "completed_problems")
  int completedProblems;

  @Column(name = "perfect_scores")
  int perfectScores;

  @Column(name = "first_attempt_solves")
  int firstAttemptSolves;

  /** When the points became what they are; among equals the earlier comes first. */
  @Column(name = "reached_at")
  Instant reachedAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  /**
   * False for those who have a standing but are not to be seen: staff, and former members of a
   * class.
   */
  boolean listed;

  /** The number of changes so far. */
  long version;
}
