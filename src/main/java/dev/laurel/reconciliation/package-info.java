/**
 * Compares what classes were told by another back end with what Laurel computes, and explains what
 * differs by numbers. Uses the results of submission, the policies of rules and points, the
 * definitions of achievement and the names of leaderboard. Start with {@link
 * dev.laurel.reconciliation.Explanations}.
 */
package dev.laurel.reconciliation;
