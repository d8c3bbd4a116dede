package dev.laurel.embedded;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.LaurelProcess;
import io.smallrye.jwt.build.Jwt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of one data directory, told in order: each start costs seconds, so every test takes up
 * the last one's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedServersIT {
  private static final Pattern ANNOUNCEMENT =
      Pattern.compile(
          "INFO +\\[laurel\\.embedded\\] \\(main\\) (.+) embedded on 127\\.0\\.0\\.1:(\\d+), data in (.+)");

  private static final String INVALID_PASSWORD = "28P01";

  private Path parent;
  private Path directory;
  private LaurelProcess laurel;

  @BeforeAll
  void startFresh(@TempDir Path parent) {
    this.parent = parent;
    directory = parent.resolve("data of laurel");
    laurel = startOnDirectory();
  }

  @AfterAll
  void stop() {
    laurel.stop();
  }

  @Test
  @Order(1)
  void startLogsEachServersAddressInOneLine() {
    // When
    var announced =
        announcements(laurel).stream().map(line -> line.group(1) + " in " + line.group(3)).toList();

    // Then
    assertEquals(
        List.of(
            "PostgreSQL 17.11 in " + directory.resolve("postgres"),
            "Redis 7.0.15 in " + directory.resolve("redis")),
        announced);
  }

  @Test
  @Order(1)
  void committedDataSurvivesACrashOfTheMachine() throws Exception {
    try (var database = postgres(laurel)) {
      assertAll(
          () -> assertEquals("on", shown(database, "fsync")),
          () -> assertEquals("on", shown(database, "synchronous_commit")),
          () -> assertEquals("on", shown(database, "full_page_writes")),
          () -> assertTrue(redis(laurel, "CONFIG GET appendonly").contains("yes")),
          () -> assertTrue(redis(laurel, "CONFIG GET appendfsync").contains("everysec")));
    }
  }

  @Test
  @Order(1)
  void serversListenOnTheLoopbackAddressOnly() throws Exception {
    try (var database = postgres(laurel, "postgres")) {
      assertAll(
          () -> assertEquals("127.0.0.1", shown(database, "listen_addresses")),
          () -> assertEquals("", shown(database, "unix_socket_directories")),
          () -> assertTrue(redis(laurel, "CONFIG GET bind").contains("127.0.0.1")),
          () -> assertTrue(laurel.log().contains("Listening on: http://127.0.0.1:")));
    }
  }

  @Test
  @Order(1)
  void connectingWithoutThePasswordIsRefused() throws IOException {
    // Given
    var url = "jdbc:postgresql://127.0.0.1:%s/postgres".formatted(port(laurel, "PostgreSQL"));

    // When
    var refused =
        assertThrows(
            SQLException.class,
            () -> DriverManager.getConnection(url, "postgres", "postgres").close());
    var answer = exchange(Integer.parseInt(port(laurel, "Redis")), "PING");

    // Then
    assertEquals(INVALID_PASSWORD, refused.getSQLState());
    assertTrue(answer.get(0).startsWith("-NOAUTH"), answer.get(0));
  }

  @Test
  @Order(1)
  void secretsAreReadableByTheOwnerOnly() throws IOException {
    for (var secret : List.of("hs256.secret", "servers.secret")) {
      var permissions = Files.getPosixFilePermissions(directory.resolve(secret));
      assertEquals("rw-------", PosixFilePermissions.toString(permissions), secret);
    }
  }

  @Test
  @Order(1)
  void tokenSignedWithTheGeneratedSecretIsAccepted() throws Exception {
    // Given
    var secret = Files.readString(directory.resolve("hs256.secret")).strip();
    var token = Jwt.subject("42").signWithSecret(secret);

    // When
    var status = me(token);

    // Then
    assertEquals(200, status);
    assertEquals(401, me(token.substring(0, token.length() - 8)));
  }

  @Test
  @Order(2)
  void directoryUsedByAnotherProcessIsRefused() throws Exception {
    // When
    try (var second = new LaurelProcess(onDirectory())) {
      var exit = second.awaitExit();

      // Then
      assertEquals(1, exit);
      assertEquals(
          "laurel: the data directory %s is in use by another Laurel (process %d); choose another with LAUREL_DATA_DIR"
              .formatted(directory, laurel.pid()),
          second.log().strip());
    }
    try (var database = postgres(laurel)) {
      assertTrue(database.isValid(1));
    }
    assertEquals(List.of("+PONG"), redis(laurel, "PING"));
  }

  @Test
  @Order(3)
  void killedProcessIsRecoveredFromAtTheNextStart() throws Exception {
    // Given
    write(laurel, "before the kill");
    var orphans = serverProcesses();

    // When
    laurel.kill();
    var left = orphans.stream().filter(ProcessHandle::isAlive).count();
    laurel = startOnDirectory();

    // Then
    assertEquals(2, left);
    assertTrue(orphans.stream().noneMatch(ProcessHandle::isAlive));
    assertEquals(List.of("before the kill", "before the kill"), read(laurel));
  }

  @Test
  @Order(4)
  void stoppingTheServiceLeavesNoServerRunning() throws IOException {
    // Given
    var servers = serverProcesses();

    // When
    laurel.stop();

    // Then
    assertEquals(2, servers.size());
    assertTrue(servers.stream().noneMatch(ProcessHandle::isAlive));
    assertFalse(laurel.log().contains("ERROR"), laurel.log());
  }

  @Test
  @Order(5)
  void dataAndTokenSecretSurviveARestart() throws Exception {
    // Given
    var secret = Files.readString(directory.resolve("hs256.secret"));

    // When
    laurel = startOnDirectory();

    // Then
    assertEquals(List.of("before the kill", "before the kill"), read(laurel));
    assertEquals(secret, Files.readString(directory.resolve("hs256.secret")));
  }

  @Test
  @Order(6)
  void noServerStartsWhenOnlyRedisIsConfigured() {
    // Given
    var unused = parent.resolve("unused");
    var environment =
        Map.of("LAUREL_DATA_DIR", unused.toString(), "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1");

    // When
    try (var external = new LaurelProcess(environment)) {
      var exit = external.awaitExit();

      // Then
      assertEquals(1, exit);
      assertEquals(List.of(), announcements(external));
      assertFalse(Files.exists(unused));
    }
  }

  private int me(String token) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(laurel.baseUri().resolve("/api/me"))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  private Map<String, String> onDirectory() {
    return Map.of("LAUREL_DATA_DIR", directory.toString());
  }

  private LaurelProcess startOnDirectory() {
    return LaurelProcess.start(onDirectory());
  }

  private static List<MatchResult> announcements(LaurelProcess process) {
    return ANNOUNCEMENT.matcher(process.log()).results().toList();
  }

  private static String port(LaurelProcess process, String server) {
    return announcements(process).stream()
        .filter(line -> line.group(1).startsWith(server))
        .findFirst()
        .orElseThrow()
        .group(2);
  }

  private List<ProcessHandle> serverProcesses() throws IOException {
    var processes = new ArrayList<ProcessHandle>();
    for (var file : List.of("postgres/postmaster.pid", "redis/redis.pid")) {
      var pid = Files.readAllLines(directory.resolve(file)).get(0).strip();
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(processes::add);
    }
    return processes;
  }

  private Connection postgres(LaurelProcess process) throws SQLException, IOException {
    return postgres(process, "laurel");
  }

  private Connection postgres(LaurelProcess process, String user) throws SQLException, IOException {
    var url = "jdbc:postgresql://127.0.0.1:%s/laurel".formatted(port(process, "PostgreSQL"));
    return DriverManager.getConnection(url, user, password());
  }

  private String password() throws IOException {
    return Files.readString(directory.resolve("servers.secret")).strip();
  }

  private static String shown(Connection database, String setting) throws SQLException {
    try (var statement = database.createStatement();
        var row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  private void write(LaurelProcess process, String text) throws Exception {
    try (var database = postgres(process);
        var statement = database.createStatement()) {
      statement.execute("CREATE TABLE embedded_servers_it (text text)");
      statement.execute("INSERT INTO embedded_servers_it VALUES ('%s')".formatted(text));
    }
    assertEquals(List.of("+OK"), redis(process, "SET embedded-servers-it \"%s\"".formatted(text)));
  }

  private List<String> read(LaurelProcess process) throws Exception {
    try (var database = postgres(process);
        var statement = database.createStatement();
        var row = statement.executeQuery("SELECT text FROM embedded_servers_it")) {
      row.next();
      return List.of(row.getString(1), redis(process, "GET embedded-servers-it").get(1));
    }
  }

  /** The lines of the answer to one inline command. */
  private List<String> redis(LaurelProcess process, String command) throws IOException {
    var answer = exchange(Integer.parseInt(port(process, "Redis")), "AUTH " + password(), command);
    assertEquals("+OK", answer.get(0));
    return answer.subList(1, answer.size());
  }

  private static List<String> exchange(int port, String... commands) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write((String.join("\r\n", commands) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .lines()
          .toList();
    }
  }
}
