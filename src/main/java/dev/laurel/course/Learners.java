package dev.laurel.course;

import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The users known to the service, and the locks that order everything done to them. */
@ApplicationScoped
public class Learners {
  private final BulkSql statements;

  Learners(BulkSql statements) {
    this.statements = statements;
  }

  /**
   * Locks users until the end of the transaction, creating those who are new.
   *
   * <p>The map's order is the order of the locks. A transaction that locks users calls this once,
   * with all of them, before it locks or changes anything else: that is what makes deadlocks
   * impossible.
   *
   * @param usernames user id to what a new user is named; null names a new user by the id
   */
  @Transactional(TxType.MANDATORY)
  public void lock(SortedMap<String, String> usernames) {
    // A conflicting row is locked although the condition keeps it from being written.
    statements.update(
        """
        insert into learner (id, username)
        select id, coalesce(name, id)
        from unnest(?::text[], ?::text[]) with ordinality as given (id, name, place) order by place
        on conflict (id) do update set username = excluded.username where false""",
        names(usernames));
  }

  /**
   * Names users, who must be locked, anew.
   *
   * @param usernames user id to name
   */
  @Transactional(TxType.MANDATORY)
  public void rename(Map<String, String> usernames) {
    var renamed =
        statements.query(
            """
            select given.id from unnest(?::text[], ?::text[]) as given (id, name),
              lateral (select from learner where id = given.id and username <> given.name offset 0) found""",
            row -> row.getString(1),
            names(usernames));
    for (var id : renamed) {
      statements.update("update learner set username = ? where id = ?", usernames.get(id), id);
    }
  }

  private static Object[] names(Map<String, String> usernames) {
    return Columns.of(usernames.entrySet())
        .texts(Map.Entry::getKey)
        .texts(Map.Entry::getValue)
        .parameters();
  }

  /** As {@link #lock(SortedMap)}, for one user whose name is not at hand. */
  @Transactional(TxType.MANDATORY)
  public void lock(String id) {
    var one = new TreeMap<String, String>();
    one.put(id, null);
    lock(one);
  }

  /**
   * As {@link #lock(String)}, but for a user who is not known, nothing happens but that it says so.
   */
  @Transactional(TxType.MANDATORY)
  public boolean lockKnown(String id) {
    return !statements
        .query("select 1 from learner where id = ? for update", row -> true, id)
        .isEmpty();
  }

  /** The user's name, if the user is known. */
  @Transactional
  public Optional<String> username(String id) {
    return Optional.ofNullable(usernames(List.of(id)).get(id));
  }

  /** The names of those of the users who are known, by id. */
  @Transactional
  public Map<String, String> usernames(Collection<String> ids) {
    return Learner.<Learner>list("id in ?1", ids).stream()
        .collect(Collectors.toMap(learner -> learner.id, learner -> learner.username));
  }
}
