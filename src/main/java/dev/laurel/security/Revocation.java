package dev.laurel.security;

import java.time.Instant;

/**
 * Tokens that are refused although they have not expired.
 *
 * @param tokenId the only one; {@link #ALL} for all of the user that were issued until then
 * @param revokedAt by the clock of the database
 */
record Revocation(String user, String tokenId, Instant revokedAt) {
  static final String ALL = "";
}
