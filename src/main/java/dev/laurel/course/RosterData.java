package dev.laurel.course;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** A user's name and memberships, as what is kept about the user. */
@ApplicationScoped
class RosterData implements PersonalDataSource {
  private final BulkSql statements;

  RosterData(BulkSql statements) {
    this.statements = statements;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(
        PersonalTable.small("learner", "select row_to_json(t)::text from learner t where id = ?"),
        PersonalTable.small("membership"));
  }

  /** Whoever waits for the lock of the user's row goes on with a new one. */
  @Override
  public void erase(String user) {
    statements.update("delete from membership where user_id = ?", user);
    statements.update("delete from learner where id = ?", user);
  }
}
