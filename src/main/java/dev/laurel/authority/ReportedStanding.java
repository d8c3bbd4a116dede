package dev.laurel.authority;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What another back end has reported of a user in a class, as it said it. What is null it has never
 * said. The balance that counts on the boards is made of it.
 */
@Entity
@Table(name = "reported_standing")
@IdClass(ReportedStanding.Key.class)
public class ReportedStanding extends PanacheEntityBase {
  record Key(String classId, String userId) {}

  @Id public String classId;
  @Id public String userId;

  /** In hundredths. */
  public int points;

  public Integer completions;

  /** The days of the streak that ended, or ends, on {@link #lastDay}. */
  public Integer streak;

  public LocalDate lastDay;
  public Integer longest;

  /** The ids of achievements, those unknown to Laurel not among them. */
  public List<String> achievements;

  public Integer rank;

  /** When it was so, by the other back end's clock; null if it did not say. */
  public Instant asOf;

  /** When it was received; null for what was taken over from the boards by a change of mode. */
  public Instant receivedAt;

  /** All of a class. */
  public static List<ReportedStanding> of(String classId) {
    return list("classId", classId);
  }
}
