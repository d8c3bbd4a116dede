package dev.laurel.security;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What was revoked of a user, as what is kept about the user. */
@ApplicationScoped
class RevocationData implements PersonalDataSource {
  private final BulkSql statements;

  RevocationData(BulkSql statements) {
    this.statements = statements;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(PersonalTable.small("revocation"));
  }

  @Override
  public void erase(String user) {
    statements.update("delete from revocation where user_id = ?", user);
  }
}
