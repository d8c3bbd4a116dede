package dev.laurel.streak;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A quarter of an hour in which a user completed something, of results that have expired. Days of
 * all time zones begin with a quarter, so that their days can still be found in any of them.
 */
@Entity
@IdClass(ExpiredWork.Key.class)
class ExpiredWork extends PanacheEntityBase {
  record Key(String userId, Instant startsAt) {}

  private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

  @Id String userId;
  @Id Instant startsAt;

  /** The start of the quarter of a moment. */
  static Instant quarterOf(Instant moment) {
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), QUARTER) * QUARTER);
  }

  static List<ExpiredWork> of(Collection<String> users) {
    return list("userId in ?1", Set.copyOf(users));
  }
}
