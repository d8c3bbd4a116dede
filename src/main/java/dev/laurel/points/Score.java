package dev.laurel.points;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** The best that a user has done on an exercise, within a {@link Scope}. */
@Entity
@Table(name = "problem_score")
@IdClass(Score.Key.class)
class Score extends PanacheEntityBase {
  /**
   * @param scope the key of a {@link Scope}
   * @param source the grader to which the problem belongs; another's ids are of other problems
   */
  record Key(String userId, String scope, String source, String problemId) {}

  @Id String userId;
  @Id String scope;
  @Id String source;
  @Id String problemId;
  @Embedded Best best = Best.NONE;

  /**
   * The best of results that have expired: of the class, by its rules, or of none; nothing in
   * seasons, nor here of a class's in the scope of everything.
   */
  @Embedded
  @AttributeOverride(name = "points", column = @Column(name = "expired_points"))
  @AttributeOverride(name = "completions", column = @Column(name = "expired_completions"))
  @AttributeOverride(name = "perfect", column = @Column(name = "expired_perfect"))
  @AttributeOverride(name = "firstAttempt", column = @Column(name = "expired_first_attempt"))
  @AttributeOverride(name = "reachedAt", column = @Column(name = "expired_reached_at"))
  Best expired = Best.NONE;

  static Score of(Key key) {
    var score = new Score();
    score.userId = key.userId();
    score.scope = key.scope();
    score.source = key.source();
    score.problemId = key.problemId();
    return score;
  }

  static Score of(Key key, Best best) {
    var score = of(key);
    score.best = best;
    return score;
  }

  Key key() {
    return new Key(userId, scope, source, problemId);
  }
}
