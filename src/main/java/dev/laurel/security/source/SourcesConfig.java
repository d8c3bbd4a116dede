package dev.laurel.security.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Further issuers of tokens beside that of `laurel.auth.hs256-secret` or `mp.jwt.verify.*`; NAME is
 * any word of letters and digits that stands for one of them in messages. Each has one kind of
 * keys: secrets, public keys, or a JWKS. A token is accepted if it fits one of the sources wholly.
 */
@ConfigMapping(prefix = "laurel.auth.sources")
public interface SourcesConfig {
  /** The sources by name. */
  @WithParentName
  Map<String, Source> sources();

  /** An issuer of tokens. */
  interface Source {
    /** As {@code laurel.auth.hs256-secret}. */
    Optional<String> hs256Secret();

    /** As {@code laurel.auth.hs256-secret-files}. */
    Optional<List<String>> hs256SecretFiles();

    /**
     * Files with public keys for RS256 or ES256 (PEM, or JSON Web Keys), separated by commas. Read
     * again within 5 s of a change.
     */
    Optional<List<String>> publicKeyFiles();

    /**
     * Address of the issuer's JSON Web Keys, `https://…`. Fetched every 5 minutes, and for a token
     * whose key is unknown. While it is away, keys are kept for an hour, and a token whose key is
     * not among them is answered 503.
     */
    Optional<String> jwks();

    /** The value that {@code iss} must have. Any issuer unless set. */
    Optional<String> issuer();

    /**
     * Names separated by commas, one of which {@code aud} must contain. Any audience unless set.
     */
    Optional<Set<String>> audiences();

    /** As {@code laurel.auth.user-claim}, which holds unless this is set. */
    Optional<String> userClaim();

    /** As {@code laurel.auth.roles-claim}, which holds unless this is set. */
    Optional<String> rolesClaim();

    /** As {@code laurel.auth.name-claim}, which holds unless this is set. */
    Optional<String> nameClaim();
  }
}
