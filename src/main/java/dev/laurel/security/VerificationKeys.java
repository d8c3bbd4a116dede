package dev.laurel.security;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.config.JWTAuthContextInfoProvider;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * The settings of MicroProfile JWT, {@code mp.jwt.verify.*}, with the shared secret in them, by
 * which the demo signs. Refuses those that would make a public key a secret.
 */
@Singleton
class VerificationKeys {
  private static final String SECRET_SETTING = "laurel.auth.hs256-secret";
  private static final String ALGORITHM_SETTING = "mp.jwt.verify.publickey.algorithm";

  private final JWTAuthContextInfo info;

  VerificationKeys(JWTAuthContextInfoProvider settings, AuthConfig config) {
    info = settings.getContextInfo();
    if (info.getSecretKeyContent() != null || info.getSecretVerificationKey() != null) {
      throw new ConfigurationException(
          "A secret key is set by " + SECRET_SETTING + ", not by smallrye.jwt.verify.secretkey");
    }
    for (var algorithm : info.getSignatureAlgorithm()) {
      if (algorithm.getAlgorithm().startsWith("HS")) {
        throw new ConfigurationException(
            ALGORITHM_SETTING + " must not be " + algorithm + ": set " + SECRET_SETTING + " for it",
            Set.of(ALGORITHM_SETTING));
      }
    }
    config
        .hs256Secret()
        .flatMap(secrets -> secrets.lines().filter(line -> !line.isEmpty()).findFirst())
        .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
        .ifPresent(info::setSecretVerificationKey);
  }

  @Produces
  @Alternative
  @Priority(1)
  @ApplicationScoped
  JWTAuthContextInfo info() {
    return info;
  }
}
