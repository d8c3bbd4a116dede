package dev.laurel.course.team;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/**
 * The name of a team of a class. Immutable for Hibernate, since only {@link TeamBatch} writes it.
 */
@Entity
@Immutable
@IdClass(TeamName.Key.class)
@Table(name = "team")
class TeamName extends PanacheEntityBase {
  record Key(String classId, String id) {}

  @Id String classId;
  @Id String id;
  String name;
}
