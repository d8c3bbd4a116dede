/**
 * The comparison of the ids of users: as written, or regardless of case. Every id of a user that
 * comes in, by a request or a token, is brought to the form in which it is compared, so that the
 * rooms behind need not know. Uses {@code errors}. Start with {@link dev.laurel.ids.UserId}.
 */
package dev.laurel.ids;
