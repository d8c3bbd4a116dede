package dev.laurel.points;

import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * The scores which the current transaction has read or made, so that a batch reads all of them
 * once.
 */
@TransactionScoped
class OpenScores {
  private final Map<ProblemScore.Key, ProblemScore> scores = new HashMap<>();

  Map<ProblemScore.Key, ProblemScore> byKey() {
    return scores;
  }
}
