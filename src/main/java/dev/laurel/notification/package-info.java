/**
 * The log of each user's events, which sockets, long polls and the inbox read. Writes to its tables
 * with the user locked by {@code course}, and sends hints over {@code broadcast}; it knows nothing
 * of sockets or of the rooms whose events it stores. Start with {@link
 * dev.laurel.notification.NotificationLog}, then {@link dev.laurel.notification.LogReadBulk} and
 * {@code LogPublisher}.
 */
package dev.laurel.notification;
