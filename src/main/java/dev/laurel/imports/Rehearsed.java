package dev.laurel.imports;

import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.NameSource;
import dev.laurel.course.Role;
import dev.laurel.course.UserName;
import dev.laurel.course.roster.Roster;
import dev.laurel.course.roster.Roster.Member;
import dev.laurel.course.roster.RosterService;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The things that a dry run has made so far, as later items need them: users, classes and members,
 * which each transaction makes again for its users before it is rolled back; and which items there
 * were. Bounded by the users, and by {@link #MOST_ITEMS}. Belongs to one thread.
 */
final class Rehearsed {
  /** Repetitions of later items are not recognised. */
  private static final int MOST_ITEMS = 1_000_000;

  private final Map<String, String> users = new HashMap<>();
  private final Map<String, Roster> classes = new TreeMap<>();
  private final Map<String, Map<String, Member>> members = new HashMap<>();

  /** Hashes of contents by those of names. */
  private final Map<Long, Integer> items = new HashMap<>();

  void addUser(String id, String name) {
    users.putIfAbsent(id, name);
  }

  void addClass(String id, Roster roster) {
    classes.putIfAbsent(id, new Roster(roster.name(), roster.timeZone(), List.of()));
    roster.members().forEach(member -> addMember(id, member));
  }

  private void addMember(String classId, Member member) {
    addUser(member.id(), member.username());
    classes.computeIfAbsent(classId, id -> new Roster(id, ZoneOffset.UTC, List.of()));
    members.computeIfAbsent(classId, any -> new HashMap<>()).putIfAbsent(member.id(), member);
  }

  void addStudent(String classId, String user, String name) {
    addMember(classId, Member.of(user, name, Role.student));
  }

  /** True if there was an item of the same name. */
  boolean has(Item item) {
    return items.containsKey(name(item));
  }

  /** True if an item is the same as the one of its name. */
  boolean isSame(Item item) {
    return items.get(name(item)) == item.value().hashCode();
  }

  void add(Item item) {
    if (items.size() < MOST_ITEMS) {
      items.put(name(item), item.value().hashCode());
    }
  }

  /** 64 bits, so that among a million items no two are likely to have the same. */
  private static long name(Item item) {
    var name = item.type() + "\n" + item.name();
    return (long) name.hashCode() << Integer.SIZE
        | Integer.toUnsignedLong(new StringBuilder(name).reverse().toString().hashCode());
  }

  /**
   * Makes what was rehearsed of some users again, in the caller's transaction.
   *
   * @param known those whom the database knows
   */
  void makeAgain(
      Collection<String> some,
      Set<String> known,
      Instant now,
      Learners learners,
      Classes existing,
      RosterService rosters) {
    var concerned = new TreeMap<String, Roster>();
    classes.forEach(
        (id, roster) -> {
          var ofClass = members.getOrDefault(id, Map.of());
          var wanted =
              new HashSet<>(some).stream().filter(ofClass::containsKey).map(ofClass::get).toList();
          if (!wanted.isEmpty()) {
            concerned.put(id, new Roster(roster.name(), roster.timeZone(), wanted));
          }
        });
    // In the order of others: the rows of classes that exist, users, those of new classes.
    concerned.keySet().forEach(existing::lock);
    var names = new HashMap<String, UserName>();
    some.stream()
        .filter(users::containsKey)
        .forEach(user -> names.put(user, new UserName(users.get(user), now)));
    var locked = new TreeSet<>(names.keySet());
    locked.addAll(known);
    learners.lock(locked, NameSource.roster, names);
    learners.rename(NameSource.roster, names);
    concerned.forEach(
        (id, roster) -> {
          rosters.create(id, roster);
          rosters.addMissing(id, roster, "");
        });
  }
}
