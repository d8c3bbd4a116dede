package dev.laurel.achievement.level;

import dev.laurel.notification.Frame.Level;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A level. */
@Entity
@Table(name = "level")
@IdClass(LevelEntity.Key.class)
class LevelEntity extends PanacheEntityBase {
  record Key(String classId, long points) {}

  /** Empty for levels of all points. */
  @Id String classId;

  /** The least that reach it, in hundredths. */
  @Id long points;

  String name;

  static LevelEntity of(String classId, long points, String name) {
    var level = new LevelEntity();
    level.classId = classId;
    level.points = points;
    level.name = name;
    return level;
  }

  Level level() {
    return new Level(name, points);
  }
}
