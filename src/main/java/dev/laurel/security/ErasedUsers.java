package dev.laurel.security;

import dev.laurel.installation.InstallationKey;
import jakarta.inject.Singleton;

/**
 * Names erased users by a hash, where something about them must be kept without the name. Trying
 * names does not show whose hash it is, except to those who have the installation's key.
 */
@Singleton
public class ErasedUsers {
  /** Not allowed in the id of a user. */
  private static final String PREFIX = "\u0001";

  private static final String CONTEXT = "erased user";

  private final InstallationKey key;

  ErasedUsers(InstallationKey key) {
    this.key = key;
  }

  /** The hash that replaces a user's id. */
  public String hash(String user) {
    return PREFIX + key.hash(CONTEXT, user);
  }

  static boolean isHash(String user) {
    return user.startsWith(PREFIX);
  }
}
