package dev.laurel.points;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** The best that a user has done on a problem, within a scope. */
@Entity
@Table(name = "problem_score")
@IdClass(ProblemScore.Key.class)
class ProblemScore extends PanacheEntityBase {
  record Key(String userId, String scope, String problemId) {}

  @Id
  @Column(name = "user_id")
  String userId;

  /** The class whose submissions count; empty where all do. */
  @Id String scope;

  @Id
  @Column(name = "problem_id")
  String problemId;

  int points;
  boolean completed;
  boolean perfect;

  @Column(name = "first_attempt")
  boolean firstAttempt;
}
