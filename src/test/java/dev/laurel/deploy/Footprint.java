package dev.laurel.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How fast a node has started, and what memory it takes then and later. */
final class Footprint {
  private final String kind;
  private final Duration ready;
  private final long pid;
  private final long idle;

  /** Measures a node that is ready now. */
  Footprint(String kind, Duration ready, long pid) throws IOException {
    this.kind = kind;
    this.ready = ready;
    this.pid = pid;
    this.idle = residentBytes();
  }

  /** Measures again, and prints a row for a table, into {@code target/deploy/} too. */
  void report(int submissions) throws IOException {
    var row =
        String.format(
            Locale.ROOT,
            "| %s | %.1f s | %d MiB | %d MiB |%n",
            kind,
            ready.toMillis() / 1000.0,
            idle >> 20,
            residentBytes() >> 20);
    System.out.print(
        "| image | ready after | resident, idle | resident, after %d submissions |%n%s"
            .formatted(submissions, row));
    var directory = Files.createDirectories(Path.of("target", "deploy"));
    Files.writeString(directory.resolve(kind + ".md"), row);
  }

  /** 0 where the system does not say. */
  private long residentBytes() throws IOException {
    var status = Path.of("/proc", "" + pid, "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0L);
    }
  }
}
