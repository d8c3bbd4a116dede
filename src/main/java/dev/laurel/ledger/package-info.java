/**
 * The explained ledger: every change of a user's points, with what caused it. Entries are written
 * by {@code points} in the transaction of the change, so that their sum is the total; nothing here
 * decides points. Uses {@code submission} with its results, {@code course}, and the standings of
 * {@code leaderboard}. Start with {@code Ledger} and {@link dev.laurel.ledger.LedgerBatch}.
 */
package dev.laurel.ledger;
