package dev.laurel.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Start time of a node and its memory, idle and after some work. */
final class Footprint {
  private final String kind;
  private final Duration ready;
  private final long pid;
  private final long idle;

  /** Measures the idle memory of a node that has just become ready. */
  Footprint(String kind, Duration ready, long pid) throws IOException {
    this.kind = kind;
    this.ready = ready;
    this.pid = pid;
    this.idle = residentBytes();
  }

  /** Measures again and prints a Markdown row, into {@code target/deploy/} too. */
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

  /** Resident memory from {@code /proc}; 0 on systems without it. */
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
