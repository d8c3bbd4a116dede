/**
 * The key that all nodes of an installation share, kept in PostgreSQL, by which they recognize what
 * they have written to Redis. Uses no other room; every room may use it. Start with {@link
 * dev.laurel.installation.InstallationKey}.
 */
package dev.laurel.installation;
