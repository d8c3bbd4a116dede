package dev.laurel.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A secret, a file of secrets, and an issuer whose keys are away. */
public class SourcesProfile implements QuarkusTestProfile {
  static final String SECRET = "a $$ecret of ${HOME} with a \\ and 32 bytes";
  static final String FIRST_IN_FILE = "the secret that Django had until today";
  static final String FILES = "laurel.auth.sources.django.hs256-secret-files";

  @Override
  public Map<String, String> getConfigOverrides() {
    try {
      var file = Files.writeString(Files.createTempFile("secrets", ".txt"), FIRST_IN_FILE);
      file.toFile().deleteOnExit();
      return Map.of(
          "laurel.auth.hs256-secret",
          SECRET,
          FILES,
          file.toString(),
          "laurel.auth.sources.django.user-claim",
          "user_id",
          "laurel.auth.sources.campus.jwks",
          "http://127.0.0.1:1/jwks",
          "laurel.auth.sources.campus.issuer",
          Tokens.ISSUER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Servers.class));
  }
}
