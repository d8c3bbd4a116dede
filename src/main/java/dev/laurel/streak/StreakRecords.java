package dev.laurel.streak;

import dev.laurel.personal.PersonalRecords;
import dev.laurel.personal.PersonalTable;
import dev.laurel.sql.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What is kept about a user's active days. */
@ApplicationScoped
class StreakRecords implements PersonalRecords {
  private final Statements statements;

  StreakRecords(Statements statements) {
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
