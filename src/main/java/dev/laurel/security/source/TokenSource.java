package dev.laurel.security.source;

import dev.laurel.security.source.Refusal.Reason;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.UnresolvableKeyException;

/** An issuer whose tokens are accepted. Thread-safe; never blocks. */
final class TokenSource {
  /**
   * The claims that a token must have beside a signature.
   *
   * @param issuer null for any
   * @param audiences empty for any
   * @param skewSeconds by how much clocks may differ
   * @param maxAgeSeconds how long ago it may have been issued; null for any time
   */
  record Terms(String issuer, Set<String> audiences, int skewSeconds, Integer maxAgeSeconds) {}

  private final String name;
  private final SourceKeys keys;
  private final Set<String> algorithms;
  private final Terms terms;
  private final ClaimMapping claims;
  private final JwtConsumer consumer;

  /**
   * @param algorithms of one kind of key only, so that a public key is never used as a secret
   */
  TokenSource(
      String name, SourceKeys keys, Set<String> algorithms, Terms terms, ClaimMapping claims) {
    this.name = name;
    this.keys = keys;
    this.algorithms = Set.copyOf(algorithms);
    this.terms = terms;
    this.claims = claims;
    this.consumer = consumer();
  }

  private JwtConsumer consumer() {
    var builder =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver((signature, outer) -> keyOf(signature).key())
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new)))
            .setRelaxVerificationKeyValidation()
            .setRequireExpirationTime()
            .setAllowedClockSkewInSeconds(terms.skewSeconds);
    if (terms.issuer != null) {
      builder.setExpectedIssuer(terms.issuer);
    }
    if (terms.audiences.isEmpty()) {
      builder.setSkipDefaultAudienceValidation();
    } else {
      builder.setExpectedAudience(terms.audiences.toArray(String[]::new));
    }
    if (terms.maxAgeSeconds != null) {
      builder.setRequireIssuedAt();
      builder.setIssuedAtRestrictions(terms.skewSeconds, terms.maxAgeSeconds);
    }
    return builder.build();
  }

  SourceKeys keys() {
    return keys;
  }

  ClaimMapping claims() {
    return claims;
  }

  /**
   * Checks a token's signature and claims.
   *
   * @param token of one layer, read but not yet checked
   * @throws Refusal if it is not a valid token of this source
   */
  void verify(JwtContext token) {
    if (!algorithms.contains(token.getJoseObjects().get(0).getAlgorithmHeaderValue())) {
      throw new Refusal(Reason.ALGORITHM, name);
    }
    try {
      if (terms.issuer != null && !terms.issuer.equals(token.getJwtClaims().getIssuer())) {
        throw new Refusal(Reason.ISSUER, name);
      }
      consumer.processContext(token);
    } catch (MalformedClaimException e) {
      throw new Refusal(Reason.ISSUER, name);
    } catch (InvalidJwtException e) {
      throw new Refusal(reason(e), name);
    }
  }

  private static Reason reason(InvalidJwtException failure) {
    if (failure.getCause() instanceof UnresolvableKeyException) {
      return Reason.KEY;
    } else if (failure.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)
        || failure.getErrorDetails().isEmpty()) {
      return Reason.SIGNATURE;
    } else if (failure.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || failure.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return Reason.AUDIENCE;
    }
    return failure.hasExpired() || failure.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)
        ? Reason.EXPIRED
        : Reason.CLAIMS;
  }

  private VerificationKey keyOf(JsonWebSignature signature) throws UnresolvableKeyException {
    var fitting = keys.current().stream().filter(key -> key.fits(signature)).toList();
    if (fitting.size() == 1 && fitting.get(0).id() != null) {
      return fitting.get(0);
    }
    return fitting.stream()
        .filter(key -> key.verifies(signature))
        .findFirst()
        .orElseThrow(() -> new UnresolvableKeyException("none of the keys fits"));
  }
}
