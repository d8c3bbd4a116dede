package dev.laurel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The CPU time used by processes and their ended children, from {@code /proc}.
 *
 * @param byProcess in ticks, by the name of the process
 */
record CpuTime(Map<String, Long> byProcess) {
  private static final int TICKS_PER_SECOND = 100;

  /** Indexes of the fields behind the name in {@code /proc/<pid>/stat}. */
  private static final int PARENT = 1;

  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  /**
   * The time used so far.
   *
   * @param processes process ids by name; live children count as part of a process unless they have
   *     a name themselves
   */
  static CpuTime of(Map<String, Long> processes) {
    try (var all = Files.list(Path.of("/proc"))) {
      var stats =
          all.filter(entry -> entry.getFileName().toString().matches("\\d+"))
              .collect(
                  Collectors.toMap(
                      entry -> Long.parseLong(entry.getFileName().toString()), CpuTime::stat));
      var used = new TreeMap<String, Long>();
      processes.forEach(
          (name, pid) ->
              stats.forEach(
                  (id, stat) -> {
                    if (id.equals(pid)
                        || stat.length > PARENT
                            && stat[PARENT] == pid
                            && !processes.containsValue(id)) {
                      used.merge(name, ticks(stat), Long::sum);
                    }
                  }));
      return new CpuTime(used);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long[] stat(Path process) {
    try {
      var stat = Files.readString(process.resolve("stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      var numbers = new long[CHILDREN_SYSTEM + 1];
      for (int i = PARENT; i < numbers.length; i++) {
        numbers[i] = Long.parseLong(fields[i]);
      }
      return numbers;
    } catch (IOException e) {
      // The process has just ended.
      return new long[0];
    }
  }

  private static long ticks(long[] stat) {
    long ticks = 0;
    for (int i = USER; i < stat.length; i++) {
      ticks += stat[i];
    }
    return ticks;
  }

  /** The time used since an earlier measurement. */
  Map<String, Duration> since(CpuTime earlier) {
    return byProcess.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                used ->
                    Duration.ofSeconds(1)
                        .multipliedBy(
                            used.getValue() - earlier.byProcess.getOrDefault(used.getKey(), 0L))
                        .dividedBy(TICKS_PER_SECOND),
                (one, other) -> one,
                TreeMap::new));
  }
}
