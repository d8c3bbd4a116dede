package dev.laurel.security;

/**
 * Fired in the transaction that revokes tokens of a user on somebody's request.
 *
 * @param allTokens false if a single token is revoked
 */
public record UserRevoked(String user, boolean allTokens) {}
