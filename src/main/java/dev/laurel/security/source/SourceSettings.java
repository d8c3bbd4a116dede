package dev.laurel.security.source;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.laurel.security.AuthConfig;
import dev.laurel.security.source.SourcesConfig.Source;
import dev.laurel.security.source.TokenSource.Terms;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** Makes the sources that the settings describe. */
@Singleton
class SourceSettings {
  private static final String PREFIX = "laurel.auth";
  private static final Set<String> SECRET_ALGORITHMS = Set.of("HS256");
  private static final Set<String> PUBLIC_KEY_ALGORITHMS = Set.of("RS256", "ES256");
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final AuthConfig auth;
  private final SourcesConfig config;
  private final JWTAuthContextInfo mpJwt;
  private final ExecutorService workers;
  private final Clock clock;
  private final HttpClient http;

  SourceSettings(
      AuthConfig auth,
      SourcesConfig config,
      JWTAuthContextInfo mpJwt,
      ExecutorService workers,
      Clock clock) {
    this.auth = auth;
    this.config = config;
    this.mpJwt = mpJwt;
    this.workers = workers;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /**
   * The source of the settings without a name, if there is one, and the named ones.
   *
   * @throws ConfigurationException that names the setting, or the file, that is wrong
   */
  List<TokenSource> sources() {
    var sources = new ArrayList<TokenSource>();
    unnamed().ifPresent(sources::add);
    config.sources().forEach((name, source) -> sources.add(named(name, source)));
    return List.copyOf(sources);
  }

  private Optional<TokenSource> unnamed() {
    var terms =
        new Terms(
            mpJwt.getIssuedBy(),
            Objects.requireNonNullElse(mpJwt.getExpectedAudience(), Set.of()),
            mpJwt.getClockSkew(),
            Optional.ofNullable(mpJwt.getTokenAge()).map(Math::toIntExact).orElse(null));
    var claims = new ClaimMapping(auth.userClaim(), auth.rolesClaim(), names(Optional.empty()));
    var secrets = secrets(PREFIX, auth.hs256Secret(), auth.hs256SecretFiles());
    if (secrets.isPresent()) {
      return secrets.map(
          keys -> new TokenSource("hs256-secret", keys, SECRET_ALGORITHMS, terms, claims));
    }
    var algorithms =
        mpJwt.getSignatureAlgorithm().stream()
            .map(SignatureAlgorithm::getAlgorithm)
            .collect(toUnmodifiableSet());
    return publicKeys().map(keys -> new TokenSource("publickey", keys, algorithms, terms, claims));
  }

  private Optional<SourceKeys> publicKeys() {
    if (mpJwt.getPublicKeyContent() != null) {
      var keys = KeyFormats.publicKeys(mpJwt.getPublicKeyContent(), "mp.jwt.verify.publickey");
      return Optional.of(() -> keys);
    }
    return Optional.ofNullable(mpJwt.getPublicKeyLocation())
        .map(
            location ->
                location.startsWith("http:") || location.startsWith("https:")
                    ? remote(location, "mp.jwt.verify.publickey.location")
                    : new FileKeys(List.of(), List.of(location), KeyFormats::publicKeys));
  }

  private TokenSource named(String name, Source source) {
    var setting = PREFIX + ".sources." + name;
    var secrets = secrets(setting, source.hs256Secret(), source.hs256SecretFiles());
    var files =
        source
            .publicKeyFiles()
            .map(paths -> (SourceKeys) new FileKeys(List.of(), paths, KeyFormats::publicKeys));
    var remote = source.jwks().map(address -> remote(address, setting + ".jwks"));
    var kinds = List.of(secrets, files, remote).stream().flatMap(Optional::stream).toList();
    if (kinds.size() != 1) {
      throw KeyFormats.wrong(
          setting,
          "must have either hs256-secret or hs256-secret-files, or public-key-files, or jwks, but"
              + (kinds.isEmpty() ? " has none of them" : " has several of them"));
    }
    return new TokenSource(
        name,
        kinds.get(0),
        secrets.isPresent() ? SECRET_ALGORITHMS : PUBLIC_KEY_ALGORITHMS,
        new Terms(
            source.issuer().orElse(null),
            source.audiences().orElse(Set.of()),
            mpJwt.getClockSkew(),
            null),
        new ClaimMapping(
            source.userClaim().orElse(auth.userClaim()),
            source.rolesClaim().orElse(auth.rolesClaim()),
            names(source.nameClaim())));
  }

  private List<String> names(Optional<String> claim) {
    return claim.or(auth::nameClaim).map(List::of).orElse(ClaimMapping.USUAL_NAMES);
  }

  private static Optional<SourceKeys> secrets(
      String setting, Optional<String> inline, Optional<List<String>> files) {
    var written =
        inline.map(text -> KeyFormats.secrets(text, setting + ".hs256-secret")).orElse(List.of());
    if (files.isPresent()) {
      return Optional.of(new FileKeys(written, files.get(), KeyFormats::secrets));
    }
    return written.isEmpty() ? Optional.empty() : Optional.of(() -> written);
  }

  private SourceKeys remote(String address, String setting) {
    try {
      return new RemoteKeys(URI.create(address), http, workers, clock);
    } catch (IllegalArgumentException e) {
      throw KeyFormats.wrong(setting, "is no address");
    }
  }
}
