package dev.laurel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals to processes of this test. */
public final class Signal {
  private Signal() {}

  /** Sends SIGKILL. */
  public static void kill(List<Long> pids) {
    send("KILL", pids);
  }

  /** Sends SIGSTOP: connections stay open. */
  public static void freeze(List<Long> pids) {
    send("STOP", pids);
  }

  /** Sends SIGCONT. */
  public static void thaw(List<Long> pids) {
    send("CONT", pids);
  }

  private static void send(String signal, List<Long> pids) {
    var command = new ArrayList<>(List.of("sh", "-c", "kill -" + signal + " \"$@\"", "sh"));
    pids.forEach(pid -> command.add(pid.toString()));
    try {
      // The exit code is ignored: a process may have ended by itself.
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
