package dev.laurel.installation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret key of this installation. It authenticates texts that pass through Redis, so that
 * whoever else writes there is not believed, and makes hashes that nobody can compute who guesses
 * what was hashed.
 *
 * <p>A context keeps uses apart: a text sealed for one is not accepted for another. Thread-safe; no
 * method blocks.
 */
public final class InstallationKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final char END_OF_CONTEXT = '\0';

  /** Base64 without padding makes 43 characters of 32 bytes. */
  private static final int CODE_LENGTH = 43;

  private final Mac prototype;

  /**
   * @param secret random bytes, the same on all nodes
   */
  public InstallationKey(byte[] secret) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A hash that only this installation can compute, in URL-safe Base64 without padding. */
  public String hash(String context, String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(code(context, text));
  }

  /** The text with a code in front that proves its origin. */
  public String seal(String context, String text) {
    return hash(context, text) + text;
  }

  /** The text that was sealed for this context; empty if it was not, or by somebody else. */
  public Optional<String> open(String context, String sealed) {
    if (sealed.length() < CODE_LENGTH) {
      return Optional.empty();
    }
    var text = sealed.substring(CODE_LENGTH);
    var given = sealed.substring(0, CODE_LENGTH).getBytes(StandardCharsets.UTF_8);
    var right = hash(context, text).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(right, given) ? Optional.of(text) : Optional.empty();
  }

  private byte[] code(String context, String text) {
    try {
      var mac = (Mac) prototype.clone();
      return mac.doFinal((context + END_OF_CONTEXT + text).getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
