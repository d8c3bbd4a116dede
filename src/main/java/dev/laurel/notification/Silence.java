package dev.laurel.notification;

import jakarta.transaction.TransactionScoped;

/**
 * The silence of a transaction that notifies nobody: its points show on boards, its events in no
 * log. Rooms that leave something to the background, which announces it, do it at once then.
 */
@TransactionScoped
public class Silence {
  private boolean kept;

  /** Keeps silent until the end of the transaction. */
  public void keep() {
    kept = true;
  }

  public boolean isKept() {
    return kept;
  }
}
