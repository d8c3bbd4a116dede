package dev.laurel.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The installation on one machine with Docker Compose. */
class ComposeTest {
  private static final Path DIRECTORY = Path.of("deploy/compose");
  private static final List<String> NODES = List.of("laurel-1", "laurel-2");

  static Stream<String> services() {
    return compose().path("services").properties().stream().map(service -> service.getKey());
  }

  static Stream<String> nodes() {
    return NODES.stream();
  }

  private static JsonNode compose() {
    try {
      return Manifests.parse(Files.readString(DIRECTORY.resolve("compose.yaml"))).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode service(String name) {
    return compose().path("services").path(name);
  }

  private static String proxy() throws IOException {
    return Files.readString(DIRECTORY.resolve("Caddyfile"));
  }

  @Test
  void hasTwoNodesPostgresRedisAndAProxy() {
    assertEquals(
        Set.of("laurel-1", "laurel-2", "postgres", "redis", "proxy"),
        services().collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("services")
  void serviceHasLeastPrivilege(String name) {
    var service = service(name);
    assertTrue(service.path("read_only").asBoolean());
    assertTrue(service.path("user").asText().matches("[1-9]\\d*:[1-9]\\d*"));
    assertEquals("ALL", service.at("/cap_drop/0").asText());
    assertEquals("no-new-privileges:true", service.at("/security_opt/0").asText());
    assertTrue(service.path("image").asText().matches("[^:]+:\\d\\S*"));
    assertTrue(service.has("mem_limit"));
    assertTrue(service.at("/healthcheck/test").size() > 1);
  }

  @ParameterizedTest
  @MethodSource("services")
  void onlyTheProxyPublishesPorts(String name) {
    assertEquals(name.equals("proxy"), service(name).has("ports"));
  }

  @ParameterizedTest
  @MethodSource("services")
  void dependenciesExist(String name) {
    service(name)
        .path("depends_on")
        .properties()
        .forEach(
            other -> {
              assertTrue(services().anyMatch(other.getKey()::equals), other.getKey());
              assertEquals("service_healthy", other.getValue().path("condition").asText());
            });
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void secretsAreRequiredFromTheEnvironment(String name) {
    // When
    var environment = service(name).path("environment");

    // Then
    assertRequired("LAUREL_AUTH_HS256_SECRET", environment.path("LAUREL_AUTH_HS256_SECRET"));
    assertRequired("DATABASE_PASSWORD", environment.path("QUARKUS_DATASOURCE_PASSWORD"));
    assertEquals(
        environment.path("QUARKUS_DATASOURCE_PASSWORD"),
        service("postgres").at("/environment/POSTGRES_PASSWORD"));
  }

  private static void assertRequired(String variable, JsonNode value) {
    assertTrue(Pattern.matches("\\$\\{" + variable + ":\\?[^}]+}", value.asText()), value.asText());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void demoIsOff(String name) {
    assertEquals("false", service(name).at("/environment/LAUREL_DEMO").asText());
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void gracePeriodCoversTheDrain(String name) {
    // When
    var grace = Duration.parse("PT" + service(name).path("stop_grace_period").asText());

    // Then
    assertTrue(grace.compareTo(OperatorsDuties.stopTime()) > 0, grace::toString);
  }

  @Test
  void imageIsBuiltFromTheDockerfile() {
    // When
    var build = service("laurel-1").path("build");

    // Then
    assertEquals("deploy/docker/Dockerfile.jvm", build.path("dockerfile").asText());
    assertTrue(
        Files.isRegularFile(
            DIRECTORY
                .resolve(build.path("context").asText())
                .resolve(build.path("dockerfile").asText())));
    assertEquals(service("laurel-1").path("image"), service("laurel-2").path("image"));
  }

  @Test
  void proxyForwardsToBothNodes() throws IOException {
    // When
    var upstreams =
        Pattern.compile("reverse_proxy ([^{]+)\\{")
            .matcher(proxy())
            .results()
            .flatMap(found -> Stream.of(found.group(1).split("\\s+")))
            .toList();

    // Then
    assertEquals(NODES.stream().map(node -> node + ":8080").toList(), upstreams);
  }

  @Test
  void proxyChecksReadinessAndSetsNoTimeoutOnSockets() throws IOException {
    assertTrue(proxy().contains("health_uri /q/health/ready\n"));
    assertTrue(proxy().contains("stream_timeout 0\n"));
  }

  @Test
  void proxyHidesHealthAndMetrics() throws IOException {
    assertTrue(
        proxy()
            .contains("@internal path /q/metrics* /q/health* /q/info*\n\trespond @internal 404\n"));
  }

  @Test
  void proxyListensOnThePublishedPorts() throws IOException {
    // When
    var published =
        StreamSupport.stream(service("proxy").path("ports").spliterator(), false)
            .map(port -> port.asText().replaceFirst("^\\d+:", ""))
            .toList();

    // Then
    var listening =
        Pattern.compile("https?_port (\\d+)")
            .matcher(proxy())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertEquals(listening, published);
  }
}
