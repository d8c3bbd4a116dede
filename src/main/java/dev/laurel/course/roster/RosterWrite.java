package dev.laurel.course.roster;

/**
 * The caller of a request to change a roster, and the options of the request.
 *
 * @param caller who sends it
 * @param registrar true if the caller keeps the rosters of all classes
 * @param maxRemovals the most members that the request may remove; null for any number
 * @param dryRun true to change nothing
 */
record RosterWrite(String caller, boolean registrar, Integer maxRemovals, boolean dryRun) {}
