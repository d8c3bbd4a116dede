package dev.laurel.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of a key: {@code lrl_}, 43 letters and digits from 256 random bits, and 6 of a checksum
 * (CRC-32), so that scanners find keys in public places without false alarms, and a mistyped one is
 * recognised.
 */
final class KeySecret {
  /** The beginning of all keys. */
  static final String BEGINNING = "lrl_";

  private static final int BYTES = 32;
  private static final int RANDOM_LENGTH = 43;
  private static final int CHECKSUM_LENGTH = 6;
  private static final int PREFIX_LENGTH = BEGINNING.length() + 6;
  private static final Pattern FORMAT =
      Pattern.compile(BEGINNING + "[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECKSUM_LENGTH) + "}");
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private KeySecret() {}

  static String generate(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var secret = base62(new BigInteger(1, bytes), RANDOM_LENGTH);
    return BEGINNING + secret + checksum(secret);
  }

  /** True for a text that can be a key, by its form and checksum. */
  static boolean isWellFormed(String text) {
    if (!FORMAT.matcher(text).matches()) {
      return false;
    }
    int end = text.length() - CHECKSUM_LENGTH;
    return checksum(text.substring(BEGINNING.length(), end)).equals(text.substring(end));
  }

  /** The beginning of a key, by which people recognise it: 36 of its 256 bits. */
  static String prefix(String key) {
    return key.substring(0, PREFIX_LENGTH);
  }

  /**
   * The part of a key that is stored. A plain SHA-256 is enough, since nobody can try 2^256 keys;
   * the slow hashes that passwords need would protect nothing, and cost each request milliseconds.
   */
  static String hash(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String checksum(String secret) {
    var crc = new CRC32();
    crc.update(secret.getBytes(StandardCharsets.US_ASCII));
    return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
  }

  private static String base62(BigInteger number, int length) {
    var base = BigInteger.valueOf(DIGITS.length());
    var text = new StringBuilder();
    for (var rest = number; text.length() < length; rest = rest.divide(base)) {
      text.append(DIGITS.charAt(rest.mod(base).intValue()));
    }
    return text.reverse().toString();
  }
}
