/**
 * Compares what another back end has reported of a class with what Laurel would count, and explains
 * what differs by numbers. Uses the tables of authority, the results of submission, the policies of
 * rules and points, the definitions of achievement, the names of leaderboard and the rights in a
 * course. Start with {@code Reconciliation}, then {@code Explanations}.
 */
package dev.laurel.reconciliation;
