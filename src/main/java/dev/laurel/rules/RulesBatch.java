package dev.laurel.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.sql.Sql;
import jakarta.transaction.TransactionScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rules of the classes of one transaction, and whose numbers count there, read once. A batch of
 * 200 submissions in a few classes asks for them some 800 times.
 */
@TransactionScoped
public class RulesBatch {
  private record Found(String classId, Authority authority, Authority before, String rules) {}

  private record Member(String classId, String userId) {}

  private final Sql sql;
  private final ObjectMapper mapper;
  private final Map<String, ClassRules> byClass = new HashMap<>();
  private final Map<String, Found> authorities = new HashMap<>();
  private final Map<Member, Authority> changing = new HashMap<>();

  RulesBatch(Sql sql, ObjectMapper mapper) {
    this.sql = sql;
    this.mapper = mapper;
  }

  /** Reads the rules of classes, without those read before. Null is no class. */
  public void readAhead(Collection<String> classIds) {
    var unknown =
        classIds.stream()
            .filter(Objects::nonNull)
            .filter(id -> !byClass.containsKey(id))
            .distinct()
            .toArray(String[]::new);
    if (unknown.length == 0) {
      return;
    }
    List.of(unknown).forEach(id -> byClass.put(id, ClassRules.NONE));
    sql.query(
            """
            select given.id, found.authority, found.authority_before, newest.rules
            from unnest(?::text[]) as given (id),
              lateral (select authority, authority_before from course_class where id = given.id offset 0) found
                left join lateral (select rules from class_rule where class_id = given.id
                                   order by version desc limit 1) newest on true""",
            row ->
                new Found(
                    row.getString(1),
                    Authority.valueOf(row.getString(2)),
                    Authority.parse(row.getString(3)),
                    row.getString(4)),
            (Object) unknown)
        .forEach(
            found -> {
              authorities.putIfAbsent(found.classId(), found);
              if (found.rules() != null) {
                byClass.put(found.classId(), parse(found.rules()));
              }
            });
  }

  /**
   * The rules of a class.
   *
   * @param classId null for results outside classes
   */
  public ClassRules of(String classId) {
    if (classId == null) {
      return ClassRules.NONE;
    }
    readAhead(List.of(classId));
    return byClass.get(classId);
  }

  /**
   * True if results of a user in a class do not count, since another back end's numbers do.
   *
   * @param classId null for results outside classes
   * @param user who is locked
   */
  public boolean keeps(String classId, String user) {
    if (classId == null) {
      return false;
    }
    if (!authorities.containsKey(classId)) {
      readAhead(List.of(classId));
    }
    var found = authorities.get(classId);
    if (found == null) {
      return false;
    }
    return (found.before() == null
            ? found.authority()
            : changing.computeIfAbsent(new Member(classId, user), member -> of(member, found)))
        .isElsewhere();
  }

  /** Has this transaction count as if somebody's numbers counted in a class. */
  public void assume(String classId, Authority authority) {
    authorities.put(classId, new Found(classId, authority, null, null));
  }

  /** For a while after a change, some users still go by what was before. */
  private Authority of(Member member, Found found) {
    return sql.query(
                "select from authority_change where class_id = ? and user_id = ?",
                row -> true,
                member.classId(),
                member.userId())
            .isEmpty()
        ? found.authority()
        : found.before();
  }

  /** Has this transaction count by other rules of a class, stored or not. */
  void replace(String classId, ClassRules rules) {
    byClass.put(classId, rules);
  }

  private ClassRules parse(String rules) {
    try {
      return mapper.readValue(rules, ClassRules.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
