package dev.laurel.achievement;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What is kept about a user's achievements. */
@ApplicationScoped
class AwardData implements PersonalDataSource {
  private final BulkSql statements;

  AwardData(BulkSql statements) {
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
