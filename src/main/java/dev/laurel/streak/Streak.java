package dev.laurel.streak;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** The run of days that ends with the user's last active day. */
@Entity
@Table(name = "streak")
class Streak extends PanacheEntityBase {
  @Id
  @Column(name = "user_id")
  String userId;

  /** In days; 0 when no active day is left. */
  int current;

  @Column(name = "last_day")
  LocalDate lastDay;

  /** Where the last day was counted. */
  @Column(name = "time_zone")
  String timeZone;
}
