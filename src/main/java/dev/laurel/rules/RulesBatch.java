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
 * The rules of the classes of one transaction, read once. A batch of 200 submissions in a few
 * classes asks for them some 800 times.
 */
@TransactionScoped
public class RulesBatch {
  private record Found(String classId, String rules) {}

  private final Sql sql;
  private final ObjectMapper mapper;
  private final Map<String, ClassRules> byClass = new HashMap<>();

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
            select found.class_id, found.rules from unnest(?::text[]) as given (id),
              lateral (select class_id, rules from class_rule where class_id = given.id
                       order by version desc limit 1) found""",
            row -> new Found(row.getString(1), row.getString(2)),
            (Object) unknown)
        .forEach(found -> byClass.put(found.classId(), parse(found.rules())));
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
