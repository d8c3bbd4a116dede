package dev.laurel.rules;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A version of a class's rules; the newest one holds. */
@Entity
@Table(name = "class_rule")
@IdClass(RuleVersion.Key.class)
class RuleVersion extends PanacheEntityBase {
  record Key(String classId, int version) {}

  @Id String classId;
  @Id int version;

  /** {@link ClassRules} as JSON. */
  String rules;

  Instant changedAt;

  static Optional<RuleVersion> newest(String classId) {
    return find("classId = ?1 order by version desc", classId).page(0, 1).firstResultOptional();
  }
}
