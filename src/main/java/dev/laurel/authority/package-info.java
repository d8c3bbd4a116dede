/**
 * Whose numbers count in a class: Laurel's, or those that another back end reports. Uses the
 * results and balances of submission, counts by points, streak and achievement, and reads the
 * boards of leaderboard and the members of course. Start with {@link
 * dev.laurel.authority.ReportedStanding} and {@link dev.laurel.authority.ShadowStanding}.
 */
package dev.laurel.authority;
