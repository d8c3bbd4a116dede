package dev.laurel.points;

import dev.laurel.personal.PersonalRecords;
import dev.laurel.personal.PersonalTable;
import dev.laurel.sql.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What is kept about a user's best results. */
@ApplicationScoped
class ScoreRecords implements PersonalRecords {
  private static final PersonalTable SCORES =
      new PersonalTable(
          "problem_score",
          """
          select row_to_json(t)::text, problem_id, scope from problem_score t
          where user_id = ? and (problem_id, scope) > (?, ?) order by problem_id, scope limit ?""",
          List.of("", ""));

  private final Statements statements;

  ScoreRecords(Statements statements) {
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
