package dev.laurel.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** An issuer whose RSA key is in a file, and no Redis. */
public class PemKeyProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.http.limits.max-body-size", "64K",
        "laurel.auth.hs256-secret", "");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(Servers.class, Servers.WITHOUT_REDIS),
        new TestResourceEntry(IssuerKeys.class, Map.of(IssuerKeys.PUBLISH_AS, "pem")));
  }
}
