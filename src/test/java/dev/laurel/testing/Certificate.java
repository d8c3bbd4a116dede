package dev.laurel.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate.
 *
 * @param certificate a PEM file
 * @param key a PEM file
 * @param store both in a PKCS12 file, which is a trust store too
 * @param trusted a context that trusts this certificate only
 */
public record Certificate(Path certificate, Path key, Path store, SSLContext trusted) {
  private static final String ALIAS = "laurel";

  /** The password of the store. */
  public static final String PASSWORD = "changeit";

  /** A certificate for localhost. */
  public static Certificate make(Path directory) throws IOException, GeneralSecurityException {
    return make(directory, "dns:localhost,ip:127.0.0.1");
  }

  /**
   * A certificate for the given names.
   *
   * @param names as keytool takes them, {@code dns:…} and {@code ip:…}
   */
  public static Certificate make(Path directory, String names)
      throws IOException, GeneralSecurityException {
    var file = directory.resolve("laurel.p12");
    var store = keyStore(file, names);
    var certificate =
        pem(
            directory.resolve("laurel.crt"),
            "CERTIFICATE",
            store.getCertificate(ALIAS).getEncoded());
    var key =
        pem(
            directory.resolve("laurel.key"),
            "PRIVATE KEY",
            store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    // PostgreSQL refuses a key that others may read.
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return new Certificate(certificate, key, file, trust(store));
  }

  private static KeyStore keyStore(Path file, String names)
      throws IOException, GeneralSecurityException {
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                ALIAS,
                "-dname",
                "CN=Laurel",
                "-ext",
                "san=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    try {
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private static Path pem(Path file, String type, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    try {
      return Files.writeString(
          file, "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(type, lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext trust(KeyStore store) throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
