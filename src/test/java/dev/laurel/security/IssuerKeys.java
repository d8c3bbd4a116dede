package dev.laurel.security;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * Generates an issuer's keys, publishes them as a JWKS or a PEM file, and tells the tests by
 * configuration.
 */
public class IssuerKeys implements QuarkusTestResourceLifecycleManager {
  static final String PUBLISH_AS = "publish-as";

  private HttpServer server;
  private Path file;
  private String publishAs;

  @Override
  public void init(Map<String, String> args) {
    publishAs = args.get(PUBLISH_AS);
  }

  @Override
  public Map<String, String> start() {
    try {
      var rsa = generate("RSA", 2048);
      var ec = generate("EC", 256);
      var location = "jwks".equals(publishAs) ? serve(jwks(rsa, ec)) : write(pem(rsa));
      return Map.of(
          "mp.jwt.verify.publickey.location",
          location,
          "test.rsa.private",
          base64(rsa.getPrivate().getEncoded()),
          "test.rsa.public",
          base64(rsa.getPublic().getEncoded()),
          "test.ec.private",
          base64(ec.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | JoseException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
    if (file != null) {
      file.toFile().delete();
    }
  }

  private String serve(String document) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          var body = document.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
  }

  private String write(String pem) throws IOException {
    file = Files.createTempFile("issuer", ".pem");
    Files.writeString(file, pem);
    return file.toUri().toString();
  }

  private static String jwks(KeyPair rsa, KeyPair ec) throws JoseException {
    return new JsonWebKeySet(jwk(rsa.getPublic(), "rsa"), jwk(ec.getPublic(), "ec")).toJson();
  }

  private static JsonWebKey jwk(PublicKey key, String id) throws JoseException {
    var jwk = JsonWebKey.Factory.newJwk(key);
    jwk.setKeyId(id);
    return jwk;
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static KeyPair generate(String algorithm, int size) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
