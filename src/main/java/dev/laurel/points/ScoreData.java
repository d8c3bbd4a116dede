package dev.laurel.points;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What is kept about a user's best results. */
@ApplicationScoped
class ScoreData implements PersonalDataSource {
  private static final PersonalTable SCORES =
      new PersonalTable(
          "problem_score",
          """
          select row_to_json(t)::text, problem_id, scope from problem_score t
          where user_id = ? and (problem_id, scope) > (?, ?) order by problem_id, scope limit ?""",
          List.of("", ""));

  private final BulkSql statements;

  ScoreData(BulkSql statements) {
    this.statements = statements;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(SCORES);
  }

  @Override
  public void erase(String user) {
    statements.update("delete from problem_score where user_id = ?", user);
  }
}
