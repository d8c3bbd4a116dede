package dev.laurel.authority;

import dev.laurel.submission.Balance;
import dev.laurel.submission.Balances;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a user in a class that another back end has reported, as it said them; null what
 * it has never said. The balance that counts on the boards is made of them.
 */
@Entity
@Table(name = "reported_standing")
@IdClass(ReportedStanding.Key.class)
public class ReportedStanding extends PanacheEntityBase {
  private static final String SOURCE = "reported";
  private static final String TITLE = "Points reported by another system";

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

  /** Decides ties; not stored, since the balance has it. */
  @Transient Instant reachedAt;

  /** When it was so, by the other back end's clock; null if it did not say. */
  public Instant asOf;

  /** When it was received; null for what was taken over from the boards by a change of mode. */
  public Instant receivedAt;

  static Optional<ReportedStanding> find(String classId, String user) {
    return findByIdOptional(new Key(classId, user));
  }

  static ReportedStanding of(String classId, String user) {
    var row = new ReportedStanding();
    row.classId = classId;
    row.userId = user;
    return row;
  }

  static ReportedStanding create(String classId, String user) {
    var row = of(classId, user);
    row.persist();
    return row;
  }

  /** The balance that is made of it. */
  Balances.Item item() {
    return new Balances.Item(
        SOURCE,
        classId + "\t" + userId,
        userId,
        null,
        classId,
        points,
        new Balance(orZero(completions), orZero(streak), lastDay, orZero(longest)),
        TITLE,
        reachedAt);
  }

  private static int orZero(Integer number) {
    return number == null ? 0 : number;
  }

  /** All of a class. */
  public static List<ReportedStanding> of(String classId) {
    return list("classId", classId);
  }
}
