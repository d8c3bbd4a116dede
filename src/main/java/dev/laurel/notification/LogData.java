package dev.laurel.notification;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** A user's log, as what is kept about the user. */
@ApplicationScoped
class LogData implements PersonalDataSource {
  private static final PersonalTable ENTRIES =
      new PersonalTable(
          "notification",
          """
          select row_to_json(t)::text, seq::text from notification t
          where user_id = ? and seq > ?::bigint order by t.seq limit ?""",
          List.of("0"));

  private final BulkSql statements;

  LogData(BulkSql statements) {
    this.statements = statements;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(PersonalTable.small("notification_head"), ENTRIES);
  }

  /** A log that shrinks begins later, as when it is pruned. */
  @Override
  public boolean eraseSome(String user, int rows) {
    int erased =
        statements.update(
            """
            delete from notification where user_id = ? and seq <= (
              select max(seq) from (
                select seq from notification where user_id = ? order by seq limit ?) oldest)""",
            user,
            user,
            rows);
    statements.update(
        """
        update notification_head head set first_seq = coalesce(
          (select min(seq) from notification where user_id = head.user_id), last_seq + 1)
        where user_id = ?""",
        user);
    return erased == rows;
  }

  @Override
  public void erase(String user) {
    statements.update("delete from notification where user_id = ?", user);
    statements.update("delete from notification_head where user_id = ?", user);
  }
}
