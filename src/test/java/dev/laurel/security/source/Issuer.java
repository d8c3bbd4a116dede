package dev.laurel.security.source;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** An issuer of tokens that publishes its keys over HTTP, and can change and hide them. */
public final class Issuer implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private final Map<String, KeyPair> published = new TreeMap<>();
  private volatile int status = 200;

  Issuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          var body = jwks().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
  }

  int fetches() {
    return fetches.get();
  }

  void answerWith(int newStatus) {
    status = newStatus;
  }

  /** Publishes a new key, RSA or EC. */
  synchronized KeyPair publish(String keyId, String algorithm) {
    var pair = generate(algorithm);
    published.put(keyId, pair);
    return pair;
  }

  synchronized void withdraw(String keyId) {
    published.remove(keyId);
  }

  private synchronized String jwks() {
    try {
      var keys = new ArrayList<JsonWebKey>();
      for (var entry : published.entrySet()) {
        var key = PublicJsonWebKey.Factory.newPublicJwk(entry.getValue().getPublic());
        key.setKeyId(entry.getKey());
        keys.add(key);
      }
      return new JsonWebKeySet(keys).toJson();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair generate(String algorithm) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** Signs claims with the key of a pair, RS256 or ES256. */
  public static String sign(KeyPair pair, String keyId, Map<String, Object> claims) {
    var jws = new JsonWebSignature();
    jws.setPayload(JsonUtil.toJson(claims));
    jws.setAlgorithmHeaderValue(pair.getPrivate().getAlgorithm().equals("RSA") ? "RS256" : "ES256");
    if (keyId != null) {
      jws.setKeyIdHeaderValue(keyId);
    }
    jws.setKey(pair.getPrivate());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
