package dev.laurel.outage;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;
import org.hibernate.exception.JDBCConnectionException;

/** Tells a database that is away, or has no time for us, from a failure of our own. */
final class LostDatabase {
  /**
   * SQLSTATEs of PostgreSQL: shutting down, crashed, starting up, no connection left; a statement,
   * a lock or an idle transaction that took too long; a primary that has become a standby.
   */
  private static final Set<String> STATES =
      Set.of("57P01", "57P02", "57P03", "53300", "57014", "55P03", "25P03", "25006");

  private static final String CONNECTION_EXCEPTIONS = "08";
  private static final String POOL_EXHAUSTED = "acquisition timeout";

  private LostDatabase() {}

  static boolean isBehind(Throwable failure) {
    for (var t = failure; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof SQLTransientConnectionException
          || t instanceof SQLNonTransientConnectionException
          || t instanceof JDBCConnectionException
          || t instanceof SQLException sql && lostConnection(sql)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lostConnection(SQLException failure) {
    var state = failure.getSQLState();
    if (state == null) {
      var message = failure.getMessage();
      return message != null && message.toLowerCase(Locale.ROOT).contains(POOL_EXHAUSTED);
    }
    return state.startsWith(CONNECTION_EXCEPTIONS) || STATES.contains(state);
  }
}
