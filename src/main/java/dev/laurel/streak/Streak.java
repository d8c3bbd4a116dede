package dev.laurel.streak;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** A stored {@link Run}. Immutable for Hibernate, since only {@link StreakBatch} writes it. */
@Entity
@Immutable
@IdClass(Streak.Key.class)
class Streak extends PanacheEntityBase {
  record Key(String userId, String classId) {}

  @Id String userId;
  @Id String classId;
  int current;
  LocalDate lastDay;
  ZoneId timeZone;
  Instant safeUntil;
  Instant lapsesAt;
  boolean lapsed;
  boolean recount;

  static Runs of(String user) {
    return new Runs(user, Streak.<Streak>list("userId", user).stream().map(Streak::run).toList());
  }

  /** Users whose runs are to be counted anew, ordered by id. */
  static List<String> toRecount(int limit) {
    return users("recount", limit);
  }

  /** Users with runs that have lapsed since they were counted, ordered by id. */
  static List<String> lapsing(Instant now, int limit) {
    return users("not lapsed and lapsesAt <= ?1", limit, now);
  }

  private static List<String> users(String condition, int limit, Object... parameters) {
    return Streak.find(
            "select distinct userId from Streak where " + condition + " order by userId",
            parameters)
        .page(0, limit)
        .project(String.class)
        .list();
  }

  private Run run() {
    return new Run(classId, timeZone, current, lastDay, safeUntil, lapsesAt, lapsed);
  }
}
