/**
 * Exports and erases everything that is kept about a user. It stands on top of the other rooms and
 * none depends on it: simple tables are declared here, and a room that must do more when a user is
 * erased offers a method. Start with {@link dev.laurel.privacy.PersonalTable}, where a new table
 * with user ids gets its line.
 */
package dev.laurel.privacy;
