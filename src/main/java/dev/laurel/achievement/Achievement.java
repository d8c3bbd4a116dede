package dev.laurel.achievement;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A {@link Definition} as it is stored. */
@Entity
@Table(name = "achievement")
class Achievement extends PanacheEntityBase {
  @Id String id;
  String name;
  String description;

  @Column(name = "badge_type")
  String badgeType;

  @Enumerated(EnumType.STRING)
  Rarity rarity;

  int points;

  @Enumerated(EnumType.STRING)
  Criterion criterion;

  long threshold;
  boolean active;

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
