package dev.laurel.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs the packaged service in its own process, on a free port. Two of them with the {@linkplain
 * #environment(Map) environment} of the same servers are two nodes. Ends with the test's JVM.
 */
public final class LaurelProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: https?://[^\\s\"]*?:(\\d+)");

  /** The value that removes a variable from the environment. */
  public static final String UNSET = "(unset)";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Process process;
  private final Path log;
  private final Thread end;

  /**
   * Starts a process without waiting for it.
   *
   * @param environment added to this process's environment without its settings of Laurel, Quarkus
   *     and OpenTelemetry
   */
  public LaurelProcess(Map<String, String> environment) {
    this(command(), Path.of(""), environment);
  }

  /**
   * Starts a process with another command, without waiting for it.
   *
   * @param environment as above
   */
  public LaurelProcess(List<String> command, Path directory, Map<String, String> environment) {
    try {
      log = Files.createTempFile("laurel-", ".log");
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|LAUREL|OTEL)_.*"));
      builder.environment().put("QUARKUS_HTTP_PORT", "0");
      // Plain log lines, which tests read, unless a test asks for the JSON of production.
      builder.environment().put("LAUREL_LOGS_JSON", "false");
      builder.environment().put("LAUREL_ROSTER_CLASSES_FROM_RESULTS", "true");
      builder.environment().putAll(environment);
      builder.environment().values().removeIf(UNSET::equals);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    end = new Thread(this::stop);
    Runtime.getRuntime().addShutdownHook(end);
  }

  /** Starts a process and waits until it is ready. */
  public static LaurelProcess start(Map<String, String> environment) {
    return new LaurelProcess(environment).awaitReady();
  }

  /** The environment variables for settings, which are given by property name. */
  public static Map<String, String> environment(Map<String, String> settings) {
    return settings.entrySet().stream()
        .collect(
            Collectors.toMap(
                setting ->
                    setting.getKey().replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT),
                Map.Entry::getValue));
  }

  private static List<String> command() {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(System.getProperty("laurel.jvm.flags", "-Xshare:auto").split(" ")));
    command.addAll(List.of("-jar", jar()));
    return command;
  }

  private static String jar() {
    return Path.of(System.getProperty("laurel.jar", "target/quarkus-app/quarkus-run.jar"))
        .toAbsolutePath()
        .toString();
  }

  /**
   * Waits until {@code /q/health/ready} answers 200.
   *
   * @throws AssertionError with the log, if the process ends first or takes more than a minute
   */
  public LaurelProcess awaitReady() {
    await("ready")
        .atMost(START_TIMEOUT)
        .pollInterval(POLL)
        .failFast(this::failIfEnded)
        .until(this::ready);
    return this;
  }

  private void failIfEnded() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "ended with " + process.exitValue() + " before it was ready:\n" + log());
    }
  }

  private boolean ready() throws InterruptedException {
    if (!LISTENING.matcher(log()).find()) {
      return false;
    }
    var request =
        HttpRequest.newBuilder(baseUri().resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The address of the service on the loopback interface. Known once it is ready. */
  public URI baseUri() {
    var port = LISTENING.matcher(log());
    if (!port.find()) {
      throw new IllegalStateException("not listening:\n" + log());
    }
    return URI.create("http://127.0.0.1:" + port.group(1));
  }

  /** Its output so far, including standard error. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for it to end by itself and returns the exit code. */
  public int awaitExit() {
    try {
      return process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("still running:\n" + log(), e);
    }
  }

  /** Sends SIGTERM and waits; kills it after 30 s. */
  public void stop() {
    process.destroy();
    CompletableFuture<Process> exit = process.onExit();
    exit.completeOnTimeout(process, STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    kill();
  }

  /** Sends SIGKILL and waits. */
  public void kill() {
    process.destroyForcibly().onExit().join();
    forget();
  }

  private void forget() {
    if (Thread.currentThread() != end) {
      try {
        Runtime.getRuntime().removeShutdownHook(end);
      } catch (IllegalStateException e) {
        // The JVM is ending already; the hook will find the process gone.
      }
    }
  }

  @Override
  public void close() {
    stop();
  }
}
