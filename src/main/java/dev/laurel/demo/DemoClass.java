package dev.laurel.demo;

import dev.laurel.course.Role;
import dev.laurel.course.roster.Roster;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The class of the demo. */
final class DemoClass {
  static final String ID = "demo101";
  static final String NAME = "Demo 101";
  static final ZoneId TIME_ZONE = ZoneId.of("Europe/London");
  static final String INSTRUCTOR = "prof";

  /** Everybody; the instructor last. */
  static final List<Roster.Member> PEOPLE =
      Stream.concat(
              Stream.of(
                      "alice", "bob", "carol", "dan", "erin", "frank", "grace", "heidi", "ivan",
                      "judy", "kim", "leo", "mallory", "nina", "olivia", "peggy", "quinn", "rupert",
                      "sybil", "trent", "uma", "victor", "walter", "zoe")
                  .map(name -> Roster.Member.of(name, name, Role.student)),
              Stream.of(Roster.Member.of(INSTRUCTOR, INSTRUCTOR, Role.instructor)))
          .toList();

  private DemoClass() {}

  static List<Student> students() {
    return PEOPLE.stream()
        .filter(person -> person.role() == Role.student)
        .map(person -> Student.named(person.username()))
        .toList();
  }

  static Roster roster() {
    return new Roster(NAME, TIME_ZONE, PEOPLE);
  }
}
