package dev.laurel.achievement;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.util.List;

/** A {@link Definition} as it is stored. */
@Entity
class Achievement extends PanacheEntityBase {
  @Id String id;
  String name;
  String description;
  String badgeType;

  @Enumerated(EnumType.STRING)
  Rarity rarity;

  int points;

  @Enumerated(EnumType.STRING)
  Criterion criterion;

  long threshold;
  boolean active;

  static List<Definition> all() {
    return definitions("order by id");
  }

  /** The definitions that can be earned now, of each criterion the easier ones first. */
  static List<Definition> active() {
    return definitions("active order by criterion, threshold, id");
  }

  private static List<Definition> definitions(String query) {
    return Achievement.<Achievement>list(query).stream().map(Achievement::toDefinition).toList();
  }

  void become(Definition definition) {
    id = definition.id();
    name = definition.name();
    description = definition.description();
    badgeType = definition.badgeType();
    rarity = definition.rarity();
    points = definition.points();
    criterion = definition.criteria().type();
    threshold = definition.criteria().threshold();
    active = definition.active();
  }

  Definition toDefinition() {
    return new Definition(
        id,
        name,
        description,
        badgeType,
        rarity,
        points,
        new Definition.Criteria(criterion, threshold),
        active);
  }
}
