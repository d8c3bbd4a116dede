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

  /** Ends it without warning. */
  void kill() {
    address = null;
    process.kill();
  }

  /**
   * Asks it to end, and waits. Nobody is sent to it from now on.
   *
   * @return the exit code
   */
  int stop() {
    address = null;
    process.stop();
    return process.awaitExit();
  }

  /** Puts a fresh one in place of one that has ended. */
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

  /** The processor time that it has used so far. */
  Duration processorTime() {
    return ProcessHandle.of(pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  long pid() {
    return process.pid();
  }

  /** What its heap holds after a collection, in bytes. */
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

  /**
   * The warnings and errors it has logged from a place in its log on, {@code skip} lines from its
   * beginning.
   */
  List<String> complaints(long skip) {
    return logged(skip).stream()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .toList();
  }

  /** All that it has logged from a place in its log on, as above. */
  List<String> logged(long skip) {
    return process.log().lines().skip(skip).toList();
  }

  long logLines() {
    return process.log().lines().count();
  }

  /** The status of a health check, 0 if there is no answer within two seconds. */
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
