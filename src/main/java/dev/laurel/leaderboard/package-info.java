/**
 * Boards as the API shows them: pages, ranks, and who may see which. The rooms below it hold
 * standings, their index in Redis, seasons and visibility. Start with {@link Leaderboard}.
 */
package dev.laurel.leaderboard;
