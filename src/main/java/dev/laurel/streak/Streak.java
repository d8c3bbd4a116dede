package dev.laurel.streak;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;

/** The run of days that ends with the user's last active day. */
final class Streak {
  static final String COLUMNS = "user_id, current, last_day, time_zone";

  final String userId;

  /** In days; 0 when no active day is left. */
  int current;

  LocalDate lastDay;

  /** Where the last day was counted. */
  ZoneId timeZone;

  Streak(String userId) {
    this.userId = userId;
  }

  /** Reads {@link #COLUMNS}. */
  static Streak read(ResultSet row) throws SQLException {
    var streak = new Streak(row.getString(1));
    streak.current = row.getInt(2);
    streak.lastDay = row.getObject(3, LocalDate.class);
    streak.timeZone = ZoneId.of(row.getString(4));
    return streak;
  }
}
