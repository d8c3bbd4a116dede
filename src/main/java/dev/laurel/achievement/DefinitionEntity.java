package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A {@link Definition} as it is stored. A <em>definition</em> is what can be earned, an
 * <em>achievement</em> what a user has earned: an {@link EarnedAchievement}, which clients see as a
 * {@link dev.laurel.notification.Frame.Achievement}.
 */
@Entity
@Table(name = "achievement")
class DefinitionEntity extends PanacheEntityBase {
  @Id String id;
  @Embedded Definition definition;

  static List<Definition> all() {
    return definitions("order by id");
  }

  /** The definitions that can be earned now, of each criterion the easier ones first. */
  static List<Definition> active() {
    return definitions(
        "definition.active order by definition.criteria.type, definition.criteria.threshold, id");
  }

  /** The stored ones of definitions, by id. */
  static Map<String, DefinitionEntity> byId(Collection<String> ids) {
    return DefinitionEntity.<DefinitionEntity>list("id in ?1", ids).stream()
        .collect(toMap(entity -> entity.id, entity -> entity));
  }

  private static List<Definition> definitions(String query) {
    return DefinitionEntity.<DefinitionEntity>list(query).stream()
        .map(row -> row.definition)
        .toList();
  }
}
