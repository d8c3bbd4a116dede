package dev.laurel.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Django SimpleJWT as the issuer. */
public class SharedSecretProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "laurel.auth.hs256-secret", Tokens.SECRET,
        "laurel.auth.user-claim", "user_id",
        "laurel.auth.roles-claim", "access/roles");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Servers.class));
  }
}
