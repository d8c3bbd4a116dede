/**
 * Rehearsals: what a change of rules, achievements, levels or calendars would do to students. Makes
 * the change, has it counted for some users at a time in transactions that are rolled back, and
 * compares what they have before and after; the rooms whose changes are rehearsed use this one.
 * Uses the users and memberships of {@code course}, and the standings and the visibility of {@code
 * leaderboard}. Start with {@link dev.laurel.rehearsal.Rehearsals} and {@link
 * dev.laurel.rehearsal.RehearsedUsers}.
 */
package dev.laurel.rehearsal;
