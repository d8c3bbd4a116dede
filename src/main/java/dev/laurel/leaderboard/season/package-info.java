/**
 * Seasons: boards that count results of a limited time and become final when closed. It may
 * touch standings and scores of seasons, not those of total boards. Start with {@link Seasons}.
 */
package dev.laurel.leaderboard.season;
