package dev.laurel.security;

import dev.laurel.personal.PersonalRecords;
import dev.laurel.personal.PersonalTable;
import dev.laurel.sql.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What was revoked of a user, as what is kept about the user. */
@ApplicationScoped
class RevocationRecords implements PersonalRecords {
  private final Statements statements;

  RevocationRecords(Statements statements) {
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
