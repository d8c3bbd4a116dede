package dev.laurel.course.team;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Says who is in which team of a class, and how it is called. A roster overrules results, and among
 * results that which was graded last, in whatever order they arrive. Two statements for all results
 * of a transaction. Called with the users locked, and last, since others who name the same teams
 * wait.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class TeamBatch {
  /**
   * A user's team by a result.
   *
   * @param at when the result was graded
   */
  public record Assignment(String classId, String userId, Team team, Instant at) {}

  private final Sql sql;

  TeamBatch(Sql sql) {
    this.sql = sql;
  }

  /** Puts those users into teams who are members of the classes, and in no team by a roster. */
  public void assign(List<Assignment> assignments) {
    if (assignments.isEmpty()) {
      return;
    }
    var parameters =
        Columns.of(assignments)
            .texts(Assignment::classId)
            .texts(Assignment::userId)
            .texts(assignment -> assignment.team().id())
            .texts(assignment -> assignment.team().name())
            .texts(Assignment::at)
            .parameters();
    sql.update(
        """
        insert into team (class_id, id, name, named_at)
        select distinct on (given.class_id, given.team) given.class_id, given.team, given.name, given.at::timestamptz
        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as given (class_id, user_id, team, name, at),
          lateral (select from membership
                   where class_id = given.class_id and user_id = given.user_id offset 0) found
        order by given.class_id, given.team, given.at::timestamptz desc, given.name desc
        on conflict (class_id, id) do update set name = excluded.name, named_at = excluded.named_at
        where (team.named_at, team.name) < (excluded.named_at, excluded.name)""",
        parameters);
    sql.update(
        """
        update membership set team = given.team, team_at = given.at
        from (
          select distinct on (class_id, user_id) class_id, user_id, team, at::timestamptz
          from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as given (class_id, user_id, team, name, at)
          order by class_id, user_id, at::timestamptz desc, team desc) given
        where membership.class_id = given.class_id and membership.user_id = given.user_id
          and (membership.team is null
               or (membership.team_at, membership.team) < (given.at, given.team))""",
        parameters);
  }

  /**
   * Names teams of a class as its roster does.
   *
   * @param names by id; null for a team that keeps its name, or has none yet
   */
  public void name(String classId, SortedMap<String, String> names) {
    sql.update(
        """
        insert into team (class_id, id, name)
        select class_id, id, coalesce(name, id)
        from unnest(?::text[], ?::text[]) as given (id, name), (values (?)) as class (class_id)
        order by id
        on conflict (class_id, id) do update set name = excluded.name, named_at = null
        where excluded.id = any (?::text[])""",
        Columns.of(names.entrySet())
            .texts(Map.Entry::getKey)
            .texts(Map.Entry::getValue)
            .parameters(
                classId,
                names.entrySet().stream()
                    .filter(team -> team.getValue() != null)
                    .map(Map.Entry::getKey)
                    .toArray(String[]::new)));
  }
}
