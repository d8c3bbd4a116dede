package dev.laurel.leaderboard.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The Lua scripts in {@code lua/board}. Redis runs each as one step. Each begins with {@code
 * common.lua}, which describes the keys.
 */
enum IndexScript {
  SLICE,
  RANKS,
  APPLY,
  ERASE,
  BEGIN,
  FINISH,
  STATE,
  CONFIRM,
  DROP;

  final String text;

  /** The name under which Redis keeps the script. */
  final String digest;

  IndexScript() {
    text = read("common") + read(name().toLowerCase(Locale.ROOT));
    digest = sha1(text);
  }

  private static String read(String name) {
    try (var file = IndexScript.class.getResourceAsStream("/lua/board/" + name + ".lua")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
