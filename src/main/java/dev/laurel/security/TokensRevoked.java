package dev.laurel.security;

import java.util.Set;

/**
 * Fired when this node has learned that tokens are revoked, wherever that was done. It refuses them
 * already. Observers must not block.
 *
 * @param users whose tokens they are
 * @param others whether some are of users who are not named, since they were erased
 */
public record TokensRevoked(Set<String> users, boolean others) {}
