package dev.laurel.testing;

import java.util.UUID;

/** Makes unique names, since all tests of a JVM share one database. */
public final class Fresh {
  private Fresh() {}

  /** An id that begins with {@code stem}. */
  public static String id(String stem) {
    return stem + "-" + UUID.randomUUID().toString().substring(0, 13);
  }
}
