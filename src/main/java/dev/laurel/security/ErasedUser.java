package dev.laurel.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Names erased users by a hash, where something about them must be kept without the name. */
public final class ErasedUser {
  /** Not allowed in the id of a user. */
  private static final String PREFIX = "\u0001";

  private ErasedUser() {}

  /** The hash that replaces a user's id. */
  public static String hash(String user) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
      return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isHash(String user) {
    return user.startsWith(PREFIX);
  }
}
