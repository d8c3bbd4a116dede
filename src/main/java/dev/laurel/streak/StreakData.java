package dev.laurel.streak;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What is kept about a user's active days. */
@ApplicationScoped
class StreakData implements PersonalDataSource {
  private final BulkSql statements;

  StreakData(BulkSql statements) {
    this.statements = statements;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(PersonalTable.small("active_day"), PersonalTable.small("streak"));
  }

  @Override
  public void erase(String user) {
    statements.update("delete from active_day where user_id = ?", user);
    statements.update("delete from streak where user_id = ?", user);
  }
}
