package dev.laurel.notification;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fired once in a transaction that appends to logs, at the first append. What it holds is complete
 * when the transaction has ended, so it is for observers of that moment.
 */
final class LogAdvanced {
  private final Map<String, List<LogEntry>> entries = new LinkedHashMap<>();

  void add(String user, LogEntry entry) {
    entries.computeIfAbsent(user, any -> new ArrayList<>()).add(entry);
  }

  /** The new entries by user, ascending. */
  Map<String, List<LogEntry>> entries() {
    return Collections.unmodifiableMap(entries);
  }
}
