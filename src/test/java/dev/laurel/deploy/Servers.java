package dev.laurel.deploy;

import dev.laurel.testing.Certificate;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.TestTokens;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A PostgreSQL and a Redis set up as in production: passwords, and TLS with a certificate that is
 * valid for their address and for no host name.
 */
final class Servers implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";
  private static final String PASSWORD = "a-password";
  private static final Path OVERLAY =
      Path.of("deploy/kustomize/overlays/production/kustomization.yaml");

  private final Vertx vertx = Vertx.vertx();
  private final Certificate certificate;
  private final PostgresProcess postgres;
  private final RedisProcess redis;
  private final NetServer redisOverTls;

  /**
   * Starts them.
   *
   * @param directory for the certificate
   */
  Servers(Path directory) throws IOException, GeneralSecurityException {
    certificate = Certificate.make(directory, "ip:" + ADDRESS);
    postgres = PostgresProcess.start(certificate);
    redis = RedisProcess.start(vertx, RedisProcess.freePort(), PASSWORD, "");
    // The Redis of the tests is built without TLS.
    redisOverTls =
        vertx
            .createNetServer(
                new NetServerOptions()
                    .setHost(ADDRESS)
                    .setPort(0)
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(certificate.certificate().toString())
                            .setKeyPath(certificate.key().toString())))
            .connectHandler(this::passToRedis)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private void passToRedis(NetSocket client) {
    client.pause();
    vertx
        .createNetClient()
        .connect(redis.port(), ADDRESS)
        .onFailure(failure -> client.close())
        .onSuccess(
            server -> {
              client.pipeTo(server);
              server.pipeTo(client);
            });
  }

  /** A copy of {@code image} whose JVM or binary trusts the servers' certificate. */
  ImageLayout trustedBy(ImageLayout image) {
    return image
        .with("-Djavax.net.ssl.trustStore=" + certificate.store())
        .with("-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD);
  }

  /** The settings of production, for a node that trusts the certificate. */
  Map<String, String> environment() throws IOException {
    return environment(ADDRESS);
  }

  /**
   * The settings of production with Redis under another name.
   *
   * @param name need not be one of the certificate's
   */
  Map<String, String> environment(String name) throws IOException {
    var settings = settings("rediss://" + name + ":" + redisOverTls.actualPort());
    settings.merge("quarkus.datasource.jdbc.url", queryInProduction(), String::concat);
    return LaurelProcess.environment(settings);
  }

  /** The same servers without TLS. */
  Map<String, String> environmentWithoutTls() {
    return LaurelProcess.environment(settings("redis://" + ADDRESS + ":" + redis.port()));
  }

  private Map<String, String> settings(String redisAddress) {
    var settings = new HashMap<>(postgres.settings());
    settings.put("quarkus.redis.hosts", redisAddress);
    settings.put("quarkus.redis.password", PASSWORD);
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "false");
    settings.put("laurel.logs.json", LaurelProcess.UNSET);
    settings.put("quarkus.http.host", ADDRESS);
    return settings;
  }

  /** The part of the JDBC URL in which the manifests demand a check of the certificate. */
  private static String queryInProduction() throws IOException {
    var query =
        Pattern.compile("jdbc:postgresql://[^?\\s]*(\\?\\S+)").matcher(Files.readString(OVERLAY));
    if (!query.find()) {
      throw new AssertionError("no query in the address of the database");
    }
    return query.group(1);
  }

  @Override
  public void close() {
    redis.close();
    postgres.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
