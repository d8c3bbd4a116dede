package dev.laurel.rules;

import java.util.Set;

/**
 * Fired in the transaction that changes the rules of a class, if exercises count differently from
 * then on.
 *
 * @param problems those; null if all may
 */
public record RulesChanged(String classId, Set<ProblemRule.Key> problems) {}
