package dev.laurel.notification;

import java.util.List;
import java.util.Map;

/**
 * Fired in a transaction that appends to logs.
 *
 * @param entries the new entries by user, ascending
 */
record LogAdvanced(Map<String, List<LogEntry>> entries) {}
