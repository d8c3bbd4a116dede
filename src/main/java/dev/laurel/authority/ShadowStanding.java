package dev.laurel.authority;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The numbers that a user of a shadowed class would have if those of Laurel counted. */
@Entity
@Table(name = "shadow_standing")
@IdClass(ShadowStanding.Key.class)
public class ShadowStanding extends PanacheEntityBase {
  record Key(String classId, String userId) {}

  @Id public String classId;
  @Id public String userId;

  /** On the board of the class, in hundredths. */
  public long points;

  public int completions;

  /** The days of the run that ends with the last work, by the calendar of the class. */
  public int streak;

  /** Null without any work. */
  public LocalDate lastDay;

  /** The longest run of all time. */
  public int longest;

  /** The ids of the achievements that everybody, or members of the class, may earn. */
  public List<String> achievements = List.of();

  /** Null until it has been computed for the first time. */
  public Instant computedAt;

  /** True if something has changed since. */
  public boolean stale;

  /** When a node began to compute it, which has not ended yet; else null. */
  Instant computingSince;

  /** Those of a class that have been computed. */
  public static List<ShadowStanding> of(String classId) {
    return list("classId = ?1 and computedAt is not null", classId);
  }
}
