/**
 * Whose numbers count in a class: Laurel's, or those that another back end reports. Uses the
 * results and balances of submission, counts by points, rules, streak and achievement, and reads
 * the standings of leaderboard, the members of course and the frames of notification; audit records
 * changes. Start with {@code AuthorityChanges}, {@code StandingReports} and {@code ShadowCounting}.
 */
package dev.laurel.authority;
