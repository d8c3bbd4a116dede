package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Definition} as it is stored. A <em>definition</em> is what can be earned, an
 * <em>achievement</em> what a user has earned: an {@link EarnedAchievement}, which clients see as a
 * {@link dev.laurel.notification.Frame.Achievement}.
 */
@Entity
@Table(name = "achievement")
class DefinitionEntity extends PanacheEntityBase {
  @Id String id;

  /** Null if everybody may earn it. */
  String classId;

  String name;
  String description;
  String badgeType;

  @Enumerated(EnumType.STRING)
  Rarity rarity;

  int points;

  /** JSON. */
  String criteria;

  boolean active;
  String picture;

  /** JSON; null without any. */
  String texts;

  /** Rises when the definition is to be counted again. */
  int revision;

  /** The last user counted; empty at the beginning, null at the end. */
  String countAfter;

  boolean announce;

  /** Null until measured. */
  Double share;

  /** Those of a class, or of everybody, ordered by id. */
  static List<DefinitionEntity> ofClass(String classId) {
    return classId == null
        ? list("classId is null order by id")
        : list("classId = ?1 order by id", classId);
  }

  /** Those of everybody and of classes that can be earned now. */
  static List<DefinitionEntity> active(Collection<String> classIds) {
    return classIds.isEmpty()
        ? list("active and classId is null")
        : list("active and (classId is null or classId in ?1)", classIds);
  }

  /** The stored ones of definitions, by id. */
  static Map<String, DefinitionEntity> byId(Collection<String> ids) {
    return DefinitionEntity.<DefinitionEntity>list("id in ?1", ids).stream()
        .collect(toMap(entity -> entity.id, entity -> entity));
  }

  /** One that is to be counted. */
  static Optional<DefinitionEntity> toCount() {
    return find("countAfter is not null order by id").firstResultOptional();
  }

  /** Those of some that are to be counted from the beginning, in the order of counting. */
  static List<DefinitionEntity> toCount(Collection<String> ids) {
    return list("id in ?1 and countAfter = '' order by id", ids);
  }

  /**
   * Records how far it has been counted.
   *
   * @param last the last user; null at the end
   * @return false if it has been changed since it was read
   */
  boolean countedTo(String last) {
    return update(
            "countAfter = ?1 where id = ?2 and revision = ?3 and countAfter = ?4",
            last,
            id,
            revision,
            countAfter)
        == 1;
  }
}
