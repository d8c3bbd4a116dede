package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/** A user with a log. The row is the lock of everything that belongs to the user. */
@Entity
class Learner extends PanacheEntityBase {
  @Id String id;
  String username;

  /** Null as long as the name is the id. */
  @Enumerated(EnumType.STRING)
  NameSource namedBy;

  Instant namedAt;

  /** Returns true if the user has another name since. */
  boolean rename(NameSource source, UserName name) {
    if (source == namedBy && name.at().isBefore(namedAt)) {
      return false;
    }
    boolean differs = !username.equals(name.text());
    username = name.text();
    namedBy = source;
    namedAt = name.at();
    return differs;
  }
}
