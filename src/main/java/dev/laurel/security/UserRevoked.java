package dev.laurel.security;

/**
 * Fired in the transaction that revokes tokens of a user on someone's request.
 *
 * @param allTokens whether all tokens of the user are revoked, or a single one
 */
public record UserRevoked(String user, boolean allTokens) {}
