package dev.laurel.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/**
 * Tokens that are refused although they have not expired.
 *
 * @param user the user, or the {@link #shadow} of one who was erased
 * @param tokenId the only one; {@link #ALL} for all of the user that were issued until then
 * @param revokedAt by the clock of the database
 */
public record Revocation(String user, String tokenId, Instant revokedAt) {
  static final String ALL = "";

  /** No name of a user has it. */
  private static final String SHADOW = "\u0001";

  /** What stands for a user who was erased: a hash, so that the name is not kept. */
  public static String shadow(String user) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
      return SHADOW + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isShadow(String user) {
    return user.startsWith(SHADOW);
  }
}
