/**
 * Rosters: who belongs to a class, in which role and under which name, as JSON and as CSV. Uses
 * course, its {@code team}s and audit. Start with {@link dev.laurel.course.roster.RosterService}.
 */
package dev.laurel.course.roster;
