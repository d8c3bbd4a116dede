package dev.laurel.security;

import java.util.Set;

/**
 * Fired when this node has learned of revoked tokens, whichever node revoked them. It refuses them
 * already. Observers must not block.
 *
 * @param users the tokens' users
 * @param others whether there are also tokens of erased users, whose names are not known
 */
public record TokensRevoked(Set<String> users, boolean others) {}
