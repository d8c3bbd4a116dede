package dev.laurel.embedded;

import dev.laurel.startup.LocalServicesException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process of a detached server, found through its pid file. */
final class ServerProcess {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final ProcessHandle handle;

  private ServerProcess(ProcessHandle handle) {
    this.handle = handle;
  }

  /**
   * Finds the running process that {@code pidFile} names.
   *
   * @param argument a part of the server's command line that no other process has: ids are reused,
   *     and a file from another container names another process
   */
  static Optional<ServerProcess> find(Path pidFile, Path argument) {
    return pid(pidFile)
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .filter(process -> commandLine(process).contains(argument.toString()))
        .map(ServerProcess::new);
  }

  /** True if {@code pidFile} names a running process that is not the server. */
  static boolean namesOtherProcess(Path pidFile, Path argument) {
    return pid(pidFile).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).isPresent()
        && find(pidFile, argument).isEmpty();
  }

  /**
   * Kills all processes run from the directory {@code executables}, with or without pid file, and
   * waits for their end.
   */
  static void killAll(Path executables) {
    var prefix = executables + "/";
    var processes =
        ProcessHandle.allProcesses()
            .filter(process -> commandLine(process).contains(prefix))
            .toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(
        process ->
            process
                .onExit()
                .completeOnTimeout(process, STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .join());
  }

  private static Optional<Long> pid(Path pidFile) {
    try (var lines = Files.lines(pidFile)) {
      return lines
          .findFirst()
          .map(String::strip)
          .filter(line -> line.matches("\\d{1,10}"))
          .map(Long::valueOf);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String commandLine(ProcessHandle process) {
    var info = process.info();
    return info.commandLine().or(info::command).orElse("")
        + String.join(" ", info.arguments().orElse(new String[0]));
  }

  /** An unused port of the loopback address. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /**
   * Asks the process to save its data and end, and waits for it.
   *
   * @param signal the server's signal for an orderly stop that does not wait for its clients
   */
  void stop(String signal) {
    try {
      new ProcessBuilder(
              "sh", "-c", "kill -\"$1\" \"$2\"", "sh", signal, Long.toString(handle.pid()))
          .start()
          .waitFor();
      handle.onExit().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      handle.destroyForcibly();
    } catch (IOException e) {
      throw new LocalServicesException("cannot stop process %d".formatted(handle.pid()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
