package dev.laurel.achievement;

import dev.laurel.personal.PersonalRecords;
import dev.laurel.personal.PersonalTable;
import dev.laurel.sql.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What is kept about a user's achievements. */
@ApplicationScoped
class AwardRecords implements PersonalRecords {
  private final Statements statements;

  AwardRecords(Statements statements) {
    this.statements = statements;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(PersonalTable.small("earned_achievement"));
  }

  @Override
  public void erase(String user) {
    statements.update("delete from earned_achievement where user_id = ?", user);
  }
}
