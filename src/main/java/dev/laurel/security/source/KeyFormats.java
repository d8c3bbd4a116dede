package dev.laurel.security.source;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/** Reads keys from text. Errors name the setting or the file, and nothing of its content. */
final class KeyFormats {
  private static final int MIN_SECRET_BYTES = 32;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----[^-]+-----END \\1-----");
  private static final List<SignatureAlgorithm> PEM_KINDS =
      List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256);

  private KeyFormats() {}

  /**
   * Reads HS256 secrets, one a line, each exactly as it is written.
   *
   * @param where the setting or file, for errors
   * @throws ConfigurationException if there is none, or a short one
   */
  static List<VerificationKey> secrets(String text, String where) {
    var keys = new ArrayList<VerificationKey>();
    for (var line : text.lines().filter(line -> !line.isEmpty()).toList()) {
      var bytes = line.getBytes(StandardCharsets.UTF_8);
      if (bytes.length < MIN_SECRET_BYTES) {
        throw wrong(
            where,
            "must have at least "
                + MIN_SECRET_BYTES
                + " bytes a line, but one has "
                + bytes.length);
      }
      keys.add(VerificationKey.of(new SecretKeySpec(bytes, "HmacSHA256")));
    }
    if (keys.isEmpty()) {
      throw wrong(where, "has no secret");
    }
    return List.copyOf(keys);
  }

  /**
   * Reads public keys: one or more in PEM, a JSON Web Key, or a set of them.
   *
   * @param where the setting, file or address, for errors
   * @throws ConfigurationException if there is none, or an unreadable one
   */
  static List<VerificationKey> publicKeys(String text, String where) {
    var keys = text.stripLeading().startsWith("{") ? jsonKeys(text, where) : pemKeys(text, where);
    if (keys.isEmpty()) {
      throw wrong(where, "has no public key that can verify a token");
    }
    return keys;
  }

  private static List<VerificationKey> jsonKeys(String text, String where) {
    try {
      var keys =
          text.contains("\"keys\"")
              ? new JsonWebKeySet(text).getJsonWebKeys()
              : List.of(JsonWebKey.Factory.newJwk(text));
      return keys.stream()
          .filter(key -> key instanceof PublicJsonWebKey && !Use.ENCRYPTION.equals(key.getUse()))
          .map(key -> new VerificationKey(key.getKeyId(), key.getAlgorithm(), key.getKey()))
          .toList();
    } catch (JoseException | RuntimeException e) {
      throw wrong(where, "has no readable JSON Web Keys");
    }
  }

  private static List<VerificationKey> pemKeys(String text, String where) {
    var blocks = PEM.matcher(text).results().map(MatchResult::group).toList();
    return (blocks.isEmpty() ? List.of(text.strip()) : blocks)
        .stream().map(block -> VerificationKey.of(pemKey(block, where))).toList();
  }

  private static PublicKey pemKey(String block, String where) {
    if (block.startsWith("-----BEGIN CERTIFICATE-----")) {
      try {
        return KeyUtils.decodeCertificate(block);
      } catch (GeneralSecurityException | RuntimeException e) {
        throw wrong(where, "has a certificate that is not readable");
      }
    }
    for (var kind : PEM_KINDS) {
      try {
        return KeyUtils.decodePublicKey(block, kind);
      } catch (GeneralSecurityException | RuntimeException e) {
        // The key may be of the other kind.
      }
    }
    throw wrong(where, "has a public key that is neither for RS256 nor for ES256");
  }

  static ConfigurationException wrong(String where, String what) {
    return new ConfigurationException(where + " " + what, Set.of(where));
  }
}
