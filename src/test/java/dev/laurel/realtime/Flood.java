package dev.laurel.realtime;

import dev.laurel.realtime.personal.LogRows;
import dev.laurel.testing.OtherNode;
import javax.sql.DataSource;

/** Produces personal events of a user faster than the network takes them. */
public final class Flood {
  /** Far below what may wait for one client, so that entries travel in the hint. */
  private static final int ENTRIES = 30;

  private static final String PADDING = "x".repeat(2_000);

  private final OtherNode node;
  private final LogRows rows;
  private final String user;
  private int sent;

  public Flood(OtherNode node, DataSource database, String user) {
    this.node = node;
    this.rows = new LogRows(database);
    this.user = user;
  }

  /** Sends another 60 KB. Returns the number of events so far. */
  public int pour() {
    rows.appendUpTo(user, sent + ENTRIES, PADDING);
    var hint = LogRows.hint(sent + 1, sent + ENTRIES, PADDING);
    node.publish("user:" + user, hint);
    sent += ENTRIES;
    return sent;
  }
}
