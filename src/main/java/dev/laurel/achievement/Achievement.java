package dev.laurel.achievement;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;

/** A {@link Definition} as it is stored. */
@Entity
class Achievement extends PanacheEntityBase {
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

  private static List<Definition> definitions(String query) {
    return Achievement.<Achievement>list(query).stream().map(row -> row.definition).toList();
  }
}
