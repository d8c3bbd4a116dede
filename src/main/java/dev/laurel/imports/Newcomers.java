package dev.laurel.imports;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.imports.ImportItemBatch.Made;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;

/** Users, and members of classes, who come along with results, so that they go with them, too. */
@ApplicationScoped
class Newcomers {
  /**
   * The users of a transaction before it makes anything.
   *
   * @param known those whom Laurel knows
   * @param made those of them who are known by the import
   */
  record Before(Set<String> users, Set<String> known, Set<String> made) {
    /** True if somebody is new, or may have been erased since the import has made them. */
    boolean mayBeErased(String user) {
      return !known.contains(user) || made.contains(user);
    }
  }

  private final Classes classes;
  private final ImportItemBatch batch;

  Newcomers(Classes classes, ImportItemBatch batch) {
    this.classes = classes;
    this.batch = batch;
  }

  /** Called before the users are locked, which makes them known. */
  Before before(Set<String> users, Importing importing) {
    var known = batch.knownUsers(users);
    return new Before(users, known, batch.madeUsers(importing.id(), known));
  }

  Enrolments enrolments(Before before) {
    return classes.enrolments(before.users());
  }

  /** Adds users, and memberships, who are new. */
  void add(Before before, Enrolments enrolments, long line, Importing importing) {
    var after = enrolments(before);
    var made = new ArrayList<Made>();
    for (var user : new TreeSet<>(before.users())) {
      if (!before.known().contains(user)) {
        made.add(new Made(ItemType.USER.word(), user, user, line, null, true));
      }
      for (var classId : after.ofUser(user).keySet()) {
        if (enrolments.role(classId, user).isEmpty()) {
          made.add(
              new Made(ImportItemBatch.MEMBER, Item.nameOf(classId, user), user, line, null, true));
        }
      }
    }
    batch.add(importing.id(), made);
    if (importing.isRehearsal()) {
      made.forEach(one -> rehearse(one, importing.rehearsed()));
    }
  }

  private static void rehearse(Made made, Rehearsed rehearsed) {
    if (made.type().equals(ImportItemBatch.MEMBER)) {
      rehearsed.addStudent(made.part(0), made.user(), made.user());
    } else {
      rehearsed.addUser(made.user(), made.user());
    }
  }
}
