package dev.laurel.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** An issuer with an RSA and an EC key behind a JWKS address, and tickets in Redis. */
public class JwksProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.http.access-log.enabled",
        "true",
        "laurel.auth.hs256-secret",
        "",
        "mp.jwt.verify.issuer",
        Tokens.ISSUER,
        "mp.jwt.verify.audiences",
        Tokens.AUDIENCE);
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(Servers.class),
        new TestResourceEntry(IssuerKeys.class, Map.of(IssuerKeys.PUBLISH_AS, "jwks")));
  }
}
