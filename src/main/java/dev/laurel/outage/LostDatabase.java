package dev.laurel.outage;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.exception.JDBCConnectionException;

/**
 * Tells failures that an unavailable or overloaded database causes from failures of the service.
 */
final class LostDatabase {
  /**
   * The SQLSTATE of writes on a primary that has become a standby, or on a session that a fail-over
   * has left read-only.
   */
  static final String READ_ONLY = "25006";

  /**
   * Other SQLSTATEs of PostgreSQL: shutting down, crashed, starting up, no connection left; a
   * statement, a lock or an idle transaction that took too long.
   */
  private static final Set<String> STATES =
      Set.of("57P01", "57P02", "57P03", "53300", "57014", "55P03", "25P03", READ_ONLY);

  private static final String DISK_FULL = "53100";
  private static final String CONNECTION_EXCEPTIONS = "08";
  private static final String POOL_EXHAUSTED = "acquisition timeout";

  private LostDatabase() {}

  /**
   * Finds the failure that an unavailable database caused, among causes and suppressed exceptions:
   * a failed commit keeps its reason there.
   */
  static Optional<Throwable> find(Throwable failure) {
    return find(failure, LostDatabase::isOne, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** True if the database refused to write since its disk is full. */
  static boolean isOutOfSpace(Throwable failure) {
    return find(
            failure,
            cause -> cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState()),
            Collections.newSetFromMap(new IdentityHashMap<>()))
        .isPresent();
  }

  private static Optional<Throwable> find(
      Throwable failure, Predicate<Throwable> wanted, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return Optional.empty();
    }
    return Stream.concat(Stream.of(failure.getSuppressed()), Stream.ofNullable(failure.getCause()))
        .flatMap(each -> find(each, wanted, seen).stream())
        .findFirst()
        .or(() -> Optional.of(failure).filter(wanted));
  }

  /** True if all sessions of a pool may be like the one that failed, and none recovers. */
  static boolean isReadOnly(Throwable failure) {
    return failure instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState());
  }

  private static boolean isOne(Throwable failure) {
    return failure instanceof ConnectException
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || failure instanceof JDBCConnectionException
        || failure instanceof SQLException sql && lostConnection(sql);
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
