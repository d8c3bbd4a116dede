package dev.laurel.audit;

import dev.laurel.security.Revocation;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** The audit log in the database, which lets nothing else be done to it. All methods block. */
@ApplicationScoped
class AuditLog {
  private final BulkSql statements;

  AuditLog(BulkSql statements) {
    this.statements = statements;
  }

  /**
   * Reads back from a place, the newest first.
   *
   * @param before the id of the first entry that is not wanted
   */
  @Transactional
  public List<AuditEntry> before(long before, int limit) {
    return statements.query(
        """
        select id, at, actor_user_id, action, target, target_user_id, detail, address
        from audit where id < ? order by id desc limit ?""",
        AuditLog::entry,
        before,
        limit);
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8));
  }

  /** Deletes some entries from before a moment, and returns how many. */
  @Transactional
  public int prune(Instant horizon, int limit) {
    allow("DELETE");
    return statements.update(
        "delete from audit where id in (select id from audit where at < ?::timestamptz order by at limit ?)",
        horizon.toString(),
        limit);
  }

  /** Replaces a user by a hash in all entries. */
  @Transactional
  public void erase(String user) {
    allow("UPDATE");
    var shadow = Revocation.shadow(user);
    statements.update("update audit set actor_user_id = ? where actor_user_id = ?", shadow, user);
    statements.update("update audit set target_user_id = ? where target_user_id = ?", shadow, user);
  }

  /** Until the end of the transaction. */
  private void allow(String operation) {
    statements.query("select set_config('laurel.audit', ?, true)", row -> true, operation);
  }
}
