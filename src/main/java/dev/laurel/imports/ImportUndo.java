package dev.laurel.imports;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.laurel.achievement.ImportedAwards;
import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Learners;
import dev.laurel.course.roster.RosterService;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.imports.ImportItemBatch.Made;
import dev.laurel.imports.ImportReport.State;
import dev.laurel.notification.Silence;
import dev.laurel.points.EmptyScores;
import dev.laurel.sql.Chunks;
import dev.laurel.submission.ResultRemoval;
import dev.laurel.submission.ResultRemoval.Revision;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Undoes imports: a few users in a transaction, who are locked, what belongs to nobody before and
 * after them. The items that are undone are forgotten with it, so that an undoing that was cut off
 * can be repeated. Silent; blocks. Over 200 lines, since the order is all there is to it.
 */
@ApplicationScoped
class ImportUndo {
  /** Users in one transaction, so that nobody waits long for their locks. */
  private static final int USERS = 10;

  /** Results of teams, or classes, in one transaction. */
  private static final int CHUNK = 50;

  /** The most obstacles that are named. */
  private static final int NAMED = 10;

  private final UndoBulk bulk;
  private final ResultRemoval results;
  private final ImportedAwards awards;
  private final EmptyScores scores;
  private final RosterService rosters;
  private final Learners learners;
  private final Silence silence;
  private final Audit audit;
  private final Clock clock;

  ImportUndo(
      UndoBulk bulk,
      ResultRemoval results,
      ImportedAwards awards,
      EmptyScores scores,
      RosterService rosters,
      Learners learners,
      Silence silence,
      Audit audit,
      Clock clock) {
    this.bulk = bulk;
    this.results = results;
    this.awards = awards;
    this.scores = scores;
    this.rosters = rosters;
    this.learners = learners;
    this.silence = silence;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Undoes an import, unless that was done before.
   *
   * @throws ProblemException 404 for an unknown one; 403, if the caller could not import all of it;
   *     409 with the first things that build on it
   */
  void undo(Importing importing) {
    var id = importing.id();
    QuarkusTransaction.requiringNew().run(() -> begin(importing));
    Chunks.repeat(() -> inSilence(id, () -> removeTeamResults(id)), () -> true);
    Chunks.repeat(() -> inSilence(id, () -> removeOfUsers(id)), () -> true);
    Chunks.repeat(() -> inSilence(id, () -> removeClasses(id)), () -> true);
    QuarkusTransaction.requiringNew().run(() -> end(id));
  }

  private void begin(Importing importing) {
    var run = ImportRun.lock(importing.id());
    if (run == null) {
      throw ProblemException.notFound("There is no such import.");
    }
    boolean allowed =
        bulk.types(run.id).stream()
            .allMatch(type -> ItemType.of(type).orElseThrow().isFor(importing.caller().roles()));
    if (!allowed || importing.scope().isLimited()) {
      throw ProblemException.forbidden("The import has items that are not for the caller.");
    }
    if (run.state == State.undone || run.state == State.undoing) {
      return;
    }
    var obstacles = bulk.obstacles(run.id, NAMED);
    if (!obstacles.isEmpty()) {
      throw ProblemException.conflict(
          "Something builds on the import, which stays as it is.",
          obstacles.stream().map(obstacle -> new FieldError("", obstacle)).toList());
    }
    run.state = State.undoing;
    run.changedAt = clock.instant();
  }

  private interface Part {
    /** Returns false if nothing is left to do. */
    boolean undo();
  }

  private boolean inSilence(String id, Part part) {
    silence.keep();
    return ImportRun.lock(id).state == State.undoing && part.undo();
  }

  private boolean removeTeamResults(String id) {
    var items = bulk.ofNobody(id, ItemType.RESULT, CHUNK);
    var revisions = items.stream().map(ImportUndo::revision).toList();
    if (items.isEmpty()) {
      return false;
    }
    results.lockTeams(revisions);
    var users = learners.lockKnown(results.users(revisions));
    long last = bulk.lastEntry(users);
    results.remove(users, revisions);
    bulk.forget(id, ItemType.RESULT, items);
    tidy(users, last);
    return true;
  }

  private boolean removeOfUsers(String id) {
    var page = bulk.users(id, USERS);
    if (page.isEmpty()) {
      return false;
    }
    var users = learners.lockKnown(page);
    long last = bulk.lastEntry(users);
    var made = bulk.ofUsers(id, users);
    remove(users, made);
    bulk.forgetUsers(id, page);
    tidy(users, last);
    bulk.deleteUsers(of(made, ItemType.USER.word()).filter(Made::made).map(Made::user).toList());
    return true;
  }

  private void remove(Set<String> users, List<Made> made) {
    results.remove(
        users,
        made.stream()
            .filter(
                item ->
                    item.type().equals(ItemType.RESULT.word())
                        || item.type().equals(ItemType.ADJUSTMENT.word()))
            .map(ImportUndo::revision)
            .toList());
    awards.remove(
        users,
        of(made, ItemType.ACHIEVEMENT.word())
            .collect(groupingBy(Made::user, mapping(item -> item.part(1), toSet()))));
    of(made, ImportItemBatch.MEMBER)
        .filter(member -> !bulk.hasResults(member.user(), member.part(0)))
        .collect(groupingBy(member -> member.part(0), mapping(Made::user, toSet())))
        .forEach(rosters::remove);
  }

  private static Stream<Made> of(List<Made> made, String type) {
    return made.stream().filter(item -> item.type().equals(type));
  }

  private void tidy(Set<String> users, long last) {
    scores.delete(users);
    bulk.deleteEntries(users, last);
  }

  private boolean removeClasses(String id) {
    var items = bulk.ofNobody(id, ItemType.CLASS, CHUNK);
    if (items.isEmpty()) {
      return false;
    }
    bulk.deleteClasses(items.stream().filter(Made::made).map(Made::name).toList());
    bulk.forget(id, ItemType.CLASS, items);
    return true;
  }

  private void end(String id) {
    var run = ImportRun.lock(id);
    if (run.state == State.undoing) {
      run.state = State.undone;
      run.changedAt = clock.instant();
      audit.record(AuditAction.IMPORT_UNDONE, id, null);
    }
  }

  private static Revision revision(Made item) {
    return new Revision(item.part(0), item.part(1), Integer.parseInt(item.part(2)));
  }
}
