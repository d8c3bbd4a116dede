package dev.laurel.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Makes valid tokens and those of attackers. */
public final class Tokens {
  static final String ISSUER = "https://courses.example";
  static final String AUDIENCE = "laurel";
  static final String SECRET = "a shared secret of more than 32 bytes";

  private Tokens() {}

  /**
   * The claims of a valid token of user 42, alice, a grader; those given replace or, if null,
   * remove.
   */
  public static Map<String, Object> claims(Object... changes) {
    var now = Instant.now().getEpochSecond();
    var claims = new TreeMap<String, Object>();
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "42");
    claims.put("preferred_username", "alice");
    claims.put("groups", List.of("grader"));
    claims.put("iat", now);
    claims.put("exp", now + 300);
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1] == null) {
        claims.remove((String) changes[i]);
      } else {
        claims.put((String) changes[i], changes[i + 1]);
      }
    }
    return claims;
  }

  public static String rs256(Map<String, Object> claims) {
    return sign(claims, "RS256", "rsa", privateKey("RSA", "test.rsa.private"));
  }

  static String es256(Map<String, Object> claims) {
    return sign(claims, "ES256", "ec", privateKey("EC", "test.ec.private"));
  }

  public static String hs256(Map<String, Object> claims, byte[] secret) {
    return sign(claims, "HS256", null, new SecretKeySpec(secret, "HmacSHA256"));
  }

  static String simpleJwt(Object... changes) {
    var claims = claims("iss", null, "aud", null, "sub", null, "groups", null);
    claims.put("token_type", "access");
    claims.put("jti", "0f1e2d3c4b5a");
    claims.put("user_id", 42);
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1] == null) {
        claims.remove((String) changes[i]);
      } else {
        claims.put((String) changes[i], changes[i + 1]);
      }
    }
    return hs256(claims, SECRET.getBytes(StandardCharsets.UTF_8));
  }

  static String signedByAnotherKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return sign(claims(), "RS256", "rsa", generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String unsigned(Map<String, Object> claims) {
    return base64Url("{\"alg\":\"none\",\"typ\":\"JWT\"}")
        + "."
        + base64Url(JsonUtil.toJson(claims))
        + ".";
  }

  /** The issuer's public RSA key as published. */
  static byte[] publicKeyDer() {
    return Base64.getDecoder().decode(setting("test.rsa.public"));
  }

  static byte[] publicKeyPem() {
    try {
      return Files.readAllBytes(Path.of(URI.create(setting("mp.jwt.verify.publickey.location"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sign(Map<String, Object> claims, String algorithm, String keyId, Key key) {
    var jws = new JsonWebSignature();
    jws.setPayload(JsonUtil.toJson(claims));
    jws.setAlgorithmHeaderValue(algorithm);
    jws.setHeader("typ", "JWT");
    if (keyId != null) {
      jws.setKeyIdHeaderValue(keyId);
    }
    jws.setKey(key);
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey privateKey(String algorithm, String setting) {
    try {
      var bytes = Base64.getDecoder().decode(setting(setting));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }

  private static String base64Url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
