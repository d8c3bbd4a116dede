package dev.laurel.security;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.config.JWTAuthContextInfoProvider;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * Configures the verification of tokens: by a shared secret with HS256, or by public keys with
 * RS256 or ES256; never both, so that a public key is never used as a secret.
 */
@Singleton
class VerificationKeys {
  private static final Logger LOG = Logger.getLogger("laurel.security");
  private static final String SECRET_SETTING = "laurel.auth.hs256-secret";
  private static final String ALGORITHM_SETTING = "mp.jwt.verify.publickey.algorithm";
  private static final int MIN_SECRET_BYTES = 32;

  private final JWTAuthContextInfo info;

  VerificationKeys(JWTAuthContextInfoProvider settings, AuthConfig config) {
    info = settings.getContextInfo();
    info.setRequireNamedPrincipal(false);
    if (info.getMaxTimeToLiveSecs() == null) {
      // Otherwise tokens without "iat" are refused.
      info.setMaxTimeToLiveSecs(0L);
    }
    config.hs256Secret().ifPresentOrElse(this::verifyWithSecret, this::verifyWithPublicKey);
  }

  @Produces
  @Alternative
  @Priority(1)
  @ApplicationScoped
  JWTAuthContextInfo info() {
    return info;
  }

  /** Creates this bean at the start, so that a wrong setting fails the start, not a request. */
  void check(@Observes StartupEvent start) {
    if (info.getSecretVerificationKey() == null
        && info.getPublicVerificationKey() == null
        && info.getPublicKeyContent() == null
        && info.getPublicKeyLocation() == null) {
      LOG.warnf(
          "Nobody can log in: set %s, mp.jwt.verify.publickey or mp.jwt.verify.publickey.location",
          SECRET_SETTING);
    }
  }

  static SecretKey secretKey(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < MIN_SECRET_BYTES) {
      throw new ConfigurationException(
          SECRET_SETTING
              + " (LAUREL_AUTH_HS256_SECRET) must have at least "
              + MIN_SECRET_BYTES
              + " bytes, but has "
              + bytes.length,
          Set.of(SECRET_SETTING));
    }
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  private void verifyWithSecret(String secret) {
    info.setPublicVerificationKey(null);
    info.setPublicKeyContent(null);
    info.setPublicKeyLocation(null);
    info.setSecretVerificationKey(secretKey(secret));
    info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
  }

  private void verifyWithPublicKey() {
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
    if (info.getPublicKeyContent() != null && info.getPublicVerificationKey() == null) {
      info.setPublicVerificationKey(pemKey(info));
    }
  }

  /** Tries all allowed algorithms; the library would try only the first. */
  private static PublicKey pemKey(JWTAuthContextInfo info) {
    for (var algorithm : info.getSignatureAlgorithm()) {
      try {
        return KeyUtils.decodePublicKey(info.getPublicKeyContent(), algorithm);
      } catch (GeneralSecurityException | RuntimeException e) {
        LOG.debugf("The verification key is no PEM key for %s", algorithm);
      }
    }
    return null;
  }
}
