package dev.laurel.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A valid item.
 *
 * @param line of the body; in an array, its number, from 1
 * @param name what identifies it among those of its type
 * @param user whose it is; null for more than one
 * @param value what the handler of its type has read
 */
record Item(long line, ItemType type, String name, String user, Object value) {
  private static final int HASH_LENGTH = 16;

  /** A name of several parts. */
  static String nameOf(Object... parts) {
    return String.join("\n", Arrays.stream(parts).map(Object::toString).toList());
  }

  /** A hash of the content: two items with the same content have the same. */
  byte[] content() {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest(value.toString().getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(hash, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
