package dev.laurel.notification;

import java.util.Map;

/**
 * Fired in a transaction that appends to logs.
 *
 * @param hints the new entries by user
 */
record LogAdvanced(Map<String, Hint> hints) {}
