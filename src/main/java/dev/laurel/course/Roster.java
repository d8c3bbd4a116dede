package dev.laurel.course;

import java.time.ZoneId;
import java.util.List;

/**
 * The members of one class.
 *
 * @param name of the class
 * @param timeZone the calendar in which the days of streaks are counted
 */
public record Roster(String classId, String name, ZoneId timeZone, List<Member> members) {
  public Roster {
    members = List.copyOf(members);
  }

  /** One member; {@code id} is unique within a roster. */
  public record Member(String id, String username, Role role) {}
}
