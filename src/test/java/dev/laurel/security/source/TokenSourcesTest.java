package dev.laurel.security.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.errors.ProblemException;
import dev.laurel.security.AuthConfig;
import dev.laurel.security.Tokens;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSourcesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String SECRET = "a $$ecret of ${HOME} with \\ and 32 bytes";
  private static final String OTHER_SECRET = "another secret of more than 32 bytes";
  private static final int EARLIER = 60;

  @TempDir Path directory;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Issuer issuer = new Issuer();
  private volatile Instant now = Instant.now();

  @AfterEach
  void stop() {
    issuer.close();
    workers.shutdownNow();
  }

  @Test
  void aSecretIsTakenAsItIsWritten() {
    // Given
    var sources = sources(Map.of("laurel.auth.hs256-secret", SECRET));

    // Then
    assertAccepted(sources, hs256(SECRET));
  }

  @Test
  void namedSourcesCanBeSetByVariables() {
    // Given
    var sources =
        new TokenSources(
            settings(
                Map.of(),
                Map.of(
                    "LAUREL_AUTH_SOURCES_DJANGO_HS256_SECRET",
                    SECRET,
                    "LAUREL_AUTH_SOURCES_DJANGO_USER_CLAIM",
                    "user_id")));

    // When
    var mapping = sources.verify(hs256(SECRET)).await().atMost(SOON);

    // Then
    assertEquals("user_id", mapping.user());
    assertEquals("groups", mapping.roles());
  }

  @Test
  void everySourceHasItsOwnKeysIssuerAudienceAndClaims() throws IOException {
    // Given
    var rsa = issuer.publish("a", "RSA");
    var ec = Issuer.generate("EC");
    Files.writeString(directory.resolve("lms.pem"), Issuer.pem(ec));
    var sources =
        sources(
            Map.of(
                "laurel.auth.hs256-secret", SECRET,
                "laurel.auth.sources.campus.jwks", issuer.address(),
                "laurel.auth.sources.campus.issuer", "https://campus.example",
                "laurel.auth.sources.campus.audiences", "laurel,courses",
                "laurel.auth.sources.campus.name-claim", "given_name",
                "laurel.auth.sources.lms.public-key-files", directory.resolve("lms.pem").toString(),
                "laurel.auth.sources.lms.issuer", "https://lms.example",
                "laurel.auth.sources.lms.user-claim", "account/id"));
    var lms = Tokens.claims("iss", "https://lms.example");
    var campus = Tokens.claims("iss", "https://campus.example", "aud", "courses");

    // Then
    assertEquals("sub", accepted(sources, hs256(SECRET)).user());
    assertEquals(List.of("given_name"), accepted(sources, Issuer.sign(rsa, "a", campus)).names());
    assertEquals("account/id", accepted(sources, Issuer.sign(ec, null, lms)).user());
    assertRefused(sources, Issuer.sign(rsa, "a", Tokens.claims()), "issuer is not that of source");
    assertRefused(
        sources,
        Issuer.sign(rsa, "a", Tokens.claims("iss", "https://campus.example", "aud", "gradebook")),
        "another audience than that of source campus");
  }

  @Test
  void aTokenThatWasRefusedForGoodIsNotCheckedAgainForAWhile() {
    // Given
    var keys = new CountedKeys();
    var nanos = new AtomicLong();
    var sources = new TokenSources(List.of(source(keys)), nanos::get);
    long past = now.getEpochSecond() - 600;
    var expired = hs256(SECRET, "iat", past - 60, "exp", past);
    assertRefused(sources, expired, "it has expired");
    int checks = keys.asked.get();

    // When
    assertRefused(sources, expired, "it has expired");

    // Then
    assertEquals(checks, keys.asked.get());
    assertAccepted(sources, hs256(SECRET));

    // When
    nanos.addAndGet(RefusedTokens.MEMORY.toNanos());
    checks = keys.asked.get();
    assertRefused(sources, expired, "it has expired");

    // Then
    assertTrue(keys.asked.get() > checks);
  }

  @Test
  void aTokenWhoseKeyWasMissingIsAcceptedOnceItIsThere() {
    // Given
    var keys = new CountedKeys();
    var sources = new TokenSources(List.of(source(keys)), System::nanoTime);
    var token = hs256(OTHER_SECRET);
    assertRefused(sources, token, "none of the keys");

    // When
    keys.current = List.of(VerificationKey.of(secret(OTHER_SECRET)));

    // Then
    assertAccepted(sources, token);
  }

  private static SecretKeySpec secret(String text) {
    return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  private static TokenSource source(SourceKeys keys) {
    return new TokenSource(
        "test",
        keys,
        Set.of("HS256"),
        new TokenSource.Terms(null, Set.of(), 0, null),
        new ClaimMapping("sub", "groups", List.of("name")));
  }

  private static final class CountedKeys implements SourceKeys {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<VerificationKey> current = List.of(VerificationKey.of(secret(SECRET)));

    @Override
    public List<VerificationKey> current() {
      asked.incrementAndGet();
      return current;
    }
  }

  @Test
  void aRefusalSaysWhyAndNothingOfTheToken() {
    // Given
    var sources = sources(Map.of("laurel.auth.hs256-secret", SECRET));
    var past = now.getEpochSecond() - 600;

    // Then
    assertRefused(sources, hs256(OTHER_SECRET), "none of the keys of source hs256-secret");
    assertRefused(sources, hs256(SECRET, "iat", past - 60, "exp", past), "expired");
    assertRefused(sources, "abc.def.ghi", "no signed token");
    assertRefused(sources, "{\"alg\":7}", "no signed token");
    assertRefused(
        sources, Issuer.sign(Issuer.generate("RSA"), null, Tokens.claims()), "no source takes");
  }

  @Test
  void duringARotationTokensOfBothSecretsAreAccepted() throws IOException {
    // Given
    var file = Files.writeString(directory.resolve("secrets"), SECRET + "\n");
    var sources = sources(Map.of("laurel.auth.hs256-secret-files", file.toString()));
    assertAccepted(sources, hs256(SECRET));
    assertRefused(sources, hs256(OTHER_SECRET), "none of the keys");

    // When
    Files.writeString(file, OTHER_SECRET + "\n" + SECRET + "\n");
    sources.renew();

    // Then
    assertAccepted(sources, hs256(SECRET));
    assertAccepted(sources, hs256(OTHER_SECRET));

    // When
    Files.writeString(file, OTHER_SECRET);
    sources.renew();

    // Then
    assertRefused(sources, hs256(SECRET), "none of the keys");
  }

  @Test
  void aFileThatBecomesUnreadableCostsNoKeys() throws IOException {
    // Given
    var file = Files.writeString(directory.resolve("secrets"), SECRET);
    var sources = sources(Map.of("laurel.auth.hs256-secret-files", file.toString()));

    // When
    Files.writeString(file, "short");
    sources.renew();
    Files.delete(file);
    sources.renew();

    // Then
    assertAccepted(sources, hs256(SECRET));
  }

  @Test
  void aNewKeyIsFetchedForTheFirstTokenOfIt() {
    // Given
    issuer.publish("old", "RSA");
    var sources = sources(Map.of("laurel.auth.sources.campus.jwks", issuer.address()));
    sources.renew();
    pass(RemoteKeys.PAUSE);

    // When
    var added = issuer.publish("new", "EC");

    // Then
    assertAccepted(sources, Issuer.sign(added, "new", Tokens.claims()));
  }

  @Test
  void unknownKeysDoNotMakeItAskTheIssuerTooOften() {
    // Given
    var known = issuer.publish("a", "RSA");
    var sources = sources(Map.of("laurel.auth.sources.campus.jwks", issuer.address()));
    assertAccepted(sources, Issuer.sign(known, "a", Tokens.claims()));
    var foreign = Issuer.generate("RSA");

    // When
    for (int i = 0; i < 20; i++) {
      var token = Issuer.sign(foreign, "made-up-" + i, Tokens.claims());
      assertThrows(RuntimeException.class, () -> sources.verify(token).await().atMost(SOON));
    }

    // Then
    assertEquals(1, issuer.fetches());
    pass(RemoteKeys.PAUSE);
    assertRefused(sources, Issuer.sign(foreign, "b", Tokens.claims()), "none of the keys");
    assertEquals(2, issuer.fetches());
  }

  @Test
  void aKeyThatWasWithdrawnBeforeTheLastFetchIsRefusedWithoutAnother() {
    // Given
    issuer.publish("a", "RSA");
    var withdrawn = Issuer.generate("RSA");
    var sources = sources(Map.of("laurel.auth.sources.campus.jwks", issuer.address()));
    var token = Issuer.sign(withdrawn, "z", Tokens.claims("iat", now.getEpochSecond() - EARLIER));

    // When
    assertRefused(sources, token, "none of the keys");
    assertRefused(sources, token, "none of the keys");

    // Then
    assertEquals(1, issuer.fetches());
  }

  @Test
  void tokensOfKnownKeysAreAcceptedForAnHourWhileTheIssuerIsAway() {
    // Given
    var known = issuer.publish("a", "RSA");
    var sources = sources(Map.of("laurel.auth.sources.campus.jwks", issuer.address()));
    var token = Issuer.sign(known, "a", Tokens.claims());
    assertAccepted(sources, token);

    // When
    issuer.answerWith(500);
    pass(Duration.ofMinutes(59));

    // Then
    assertAccepted(sources, token);
    pass(Duration.ofMinutes(2));
    assertUnavailable(sources, token);
  }

  @Test
  void anIssuerThatIsAwayIsNoReasonToRefuseAToken() {
    // Given
    var sources =
        sources(
            Map.of(
                "laurel.auth.hs256-secret",
                SECRET,
                "laurel.auth.sources.campus.jwks",
                "http://127.0.0.1:1/jwks",
                "laurel.auth.sources.campus.issuer",
                Tokens.claims().get("iss").toString()));
    var keys = Issuer.generate("RSA");

    // Then
    assertUnavailable(sources, Issuer.sign(keys, "a", Tokens.claims()));
    assertAccepted(sources, hs256(SECRET));
    assertRefused(
        sources, Issuer.sign(keys, "a", Tokens.claims("iss", "https://elsewhere")), "issuer");
  }

  @Test
  void aSourceHasExactlyOneKindOfKeys() {
    // Given
    var both =
        Map.of(
            "laurel.auth.sources.campus.jwks",
            issuer.address(),
            "laurel.auth.sources.campus.hs256-secret",
            SECRET);
    var none = Map.of("laurel.auth.sources.campus.issuer", "https://campus.example");

    // Then
    assertTrue(wrong(both).contains("laurel.auth.sources.campus must have either"), wrong(both));
    assertTrue(wrong(none).contains("laurel.auth.sources.campus must have either"), wrong(none));
  }

  private String wrong(Map<String, String> properties) {
    return assertThrows(ConfigurationException.class, () -> sources(properties)).getMessage();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static String hs256(String secret, Object... changes) {
    return Tokens.hs256(Tokens.claims(changes), secret.getBytes(StandardCharsets.UTF_8));
  }

  private static ClaimMapping accepted(TokenSources sources, String token) {
    return sources.verify(token).await().atMost(SOON);
  }

  private static void assertAccepted(TokenSources sources, String token) {
    accepted(sources, token);
  }

  private static void assertUnavailable(TokenSources sources, String token) {
    var problem =
        assertThrows(ProblemException.class, () -> sources.verify(token).await().atMost(SOON));
    assertEquals(503, problem.problem().status());
    assertEquals(RemoteKeys.PAUSE, problem.retryAfter().orElseThrow());
  }

  private static void assertRefused(TokenSources sources, String token, String reason) {
    var refusal =
        assertThrows(
            AuthenticationFailedException.class, () -> sources.verify(token).await().atMost(SOON));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    for (var part : token.split("\\.")) {
      assertFalse(refusal.getMessage().contains(part), refusal.getMessage());
    }
  }

  private TokenSources sources(Map<String, String> properties) {
    return new TokenSources(settings(properties, Map.of()));
  }

  private SourceSettings settings(Map<String, String> properties, Map<String, String> variables) {
    var config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withInterceptors(new VerbatimSecrets())
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .withSources(new EnvConfigSource(variables, 300))
            .withMapping(AuthConfig.class)
            .withMapping(SourcesConfig.class)
            .build();
    var mpJwt = new JWTAuthContextInfo();
    mpJwt.setClockSkew(5);
    mpJwt.setSignatureAlgorithm(Set.of());
    return new SourceSettings(
        config.getConfigMapping(AuthConfig.class),
        config.getConfigMapping(SourcesConfig.class),
        mpJwt,
        workers,
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        });
  }
}
