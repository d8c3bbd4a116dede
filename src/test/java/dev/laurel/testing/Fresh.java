package dev.laurel.testing;

import java.util.UUID;

/** Names that no other test has used: all tests of a run share one database. */
public final class Fresh {
  private Fresh() {}

  /** An id that begins with {@code stem}. */
  public static String id(String stem) {
    return stem + "-" + UUID.randomUUID().toString().substring(0, 13);
  }
}
