package dev.laurel.faults;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A packaged node that can be killed and replaced. Thread-safe. */
final class Node implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Map<String, String> environment;
  private volatile LaurelProcess process;
  private volatile URI address;

  Node(Map<String, String> environment) {
    this.environment = environment;
    this.process = new LaurelProcess(environment);
  }

  Node awaitReady() {
    address = process.awaitReady().baseUri();
    return this;
  }

  URI address() {
    return address;
  }

  CourseBackEnd backEnd() {
    return new CourseBackEnd(address);
  }

  boolean isUp() {
    return address != null;
  }

  /** Kills it. */
  void kill() {
    address = null;
    process.kill();
  }

  /**
   * Stops it in order and waits. No client is routed to it from now on.
   *
   * @return the exit code
   */
  int stop() {
    address = null;
    process.stop();
    return process.awaitExit();
  }

  /** Starts a new process in place of the ended one. */
  void replace() {
    process = new LaurelProcess(environment);
    awaitReady();
  }

  void freeze() {
    Signal.freeze(List.of(process.pid()));
  }

  void thaw() {
    Signal.thaw(List.of(process.pid()));
  }

  /** The CPU time used so far. */
  Duration processorTime() {
    return ProcessHandle.of(pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  long pid() {
    return process.pid();
  }

  /** The bytes in its heap after a full collection. */
  long heapAfterCollection() {
    jcmd("GC.run");
    return Pattern.compile("total \\d+K, used (\\d+)K")
            .matcher(jcmd("GC.heap_info"))
            .results()
            .mapToLong(generation -> Long.parseLong(generation.group(1)))
            .sum()
        * 1024;
  }

  private String jcmd(String command) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var asking =
          new ProcessBuilder(jcmd, Long.toString(pid()), command).redirectErrorStream(true).start();
      return new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its warnings and errors behind the first {@code skip} lines of the log. */
  List<String> complaints(long skip) {
    return logged(skip).stream()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .toList();
  }

  /** Its log lines behind the first {@code skip}. */
  List<String> logged(long skip) {
    return process.log().lines().skip(skip).toList();
  }

  long logLines() {
    return process.log().lines().count();
  }

  /** The status of a health check, 0 without an answer within two seconds. */
  int health(String check) {
    var request =
        HttpRequest.newBuilder(address.resolve("/q/health/" + check))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.kill();
  }
}
