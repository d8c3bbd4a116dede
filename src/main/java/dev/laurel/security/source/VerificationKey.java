package dev.laurel.security.source;

import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.SecretKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A key that verifies signatures.
 *
 * @param id the key's id; null for a key that may have made any signature
 * @param algorithm the only algorithm it is for; null for all of its kind
 */
record VerificationKey(String id, String algorithm, Key key) {
  /** A key without an id. */
  static VerificationKey of(Key key) {
    return new VerificationKey(null, null, key);
  }

  /** True if the key may have made the signature, by the signature's header. */
  boolean fits(JsonWebSignature signature) {
    var wanted = signature.getAlgorithmHeaderValue();
    var keyId = signature.getKeyIdHeaderValue();
    return (id == null || keyId == null || id.equals(keyId))
        && (algorithm == null || algorithm.equals(wanted))
        && isOfKind(wanted);
  }

  /** True if the key has made the signature. */
  boolean verifies(JsonWebSignature signature) {
    signature.setKey(key);
    try {
      return signature.verifySignature();
    } catch (JoseException e) {
      return false;
    }
  }

  private boolean isOfKind(String wanted) {
    return switch (wanted.substring(0, Math.min(2, wanted.length()))) {
      case "HS" -> key instanceof SecretKey;
      case "RS", "PS" -> key instanceof RSAPublicKey;
      case "ES" -> key instanceof ECPublicKey;
      default -> false;
    };
  }
}
