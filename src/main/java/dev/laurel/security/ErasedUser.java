package dev.laurel.security;

/** Names erased users by a hash, where something about them must be kept without the name. */
public final class ErasedUser {
  /** Not allowed in the id of a user. */
  private static final String PREFIX = "\u0001";

  private ErasedUser() {}

  /** The hash that replaces a user's id. */
  public static String hash(String user) {
    return PREFIX + Sha256.of(user);
  }

  static boolean isHash(String user) {
    return user.startsWith(PREFIX);
  }
}
