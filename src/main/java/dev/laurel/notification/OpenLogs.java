package dev.laurel.notification;

import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.Map;

/** The heads of the logs which the current transaction has read. */
@TransactionScoped
class OpenLogs {
  private final Map<String, NotificationHead> heads = new HashMap<>();
  private LogAdvanced advanced;

  Map<String, NotificationHead> heads() {
    return heads;
  }

  /** The event already fired in this transaction; null before the first append. */
  LogAdvanced advanced() {
    return advanced;
  }

  void advanced(LogAdvanced event) {
    advanced = event;
  }
}
