/**
 * Exports and erases everything that is kept about a user. It stands on top of the other rooms and
 * none depends on it: simple tables are declared here, and course, the standings, notification, the
 * results and audit offer a method because they must do more when a user is erased; {@link
 * dev.laurel.wire} ends a download that nobody takes. Start with {@link
 * dev.laurel.privacy.PersonalTable}, where a new table with user ids gets its line, and {@code
 * Erasure}.
 */
package dev.laurel.privacy;
