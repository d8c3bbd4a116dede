package dev.laurel.imports;

import static java.util.stream.Collectors.toSet;

import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.roster.RosterService;
import dev.laurel.errors.ProblemException;
import dev.laurel.imports.ImportItemBatch.Made;
import dev.laurel.imports.ImportReport.State;
import dev.laurel.notification.Silence;
import dev.laurel.outage.DatabaseWatch;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Makes the items of a batch, which are of one type and have different names, in one transaction.
 * Blocks. Over 200 lines, since a dry run differs in little.
 */
@ApplicationScoped
class ImportBatches {
  private static final Logger LOG = Logger.getLogger("laurel.imports");

  private final ImportItemBatch batch;
  private final Silence silence;
  private final Learners learners;
  private final Classes classes;
  private final RosterService rosters;
  private final Clock clock;
  private final DatabaseWatch database;
  private final EntityManager entities;

  ImportBatches(
      ImportItemBatch batch,
      Silence silence,
      Learners learners,
      Classes classes,
      RosterService rosters,
      Clock clock,
      DatabaseWatch database,
      EntityManager entities) {
    this.batch = batch;
    this.silence = silence;
    this.learners = learners;
    this.classes = classes;
    this.rosters = rosters;
    this.clock = clock;
    this.database = database;
    this.entities = entities;
  }

  /**
   * Makes items as {@link #make} does, and rolls back. Makes before them what they need of earlier
   * ones: users, classes, members.
   */
  List<Effect> rehearse(ItemHandler handler, List<Item> items, Importing importing) {
    var rehearsed = importing.rehearsed();
    var effects = new ArrayList<Effect>(Collections.nCopies(items.size(), null));
    var others = new ArrayList<Integer>();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      if (rehearsed.has(item)) {
        effects.set(
            i,
            rehearsed.isSame(item)
                ? Effect.UNCHANGED
                : Effect.refused("", "differs from an item before it of the same name"));
      } else {
        others.add(i);
      }
    }
    if (!others.isEmpty()) {
      var made = rehearseNew(handler, others.stream().map(items::get).toList(), importing);
      for (int i = 0; i < others.size(); i++) {
        effects.set(others.get(i), made.get(i));
        if (made.get(i).status() == Effect.Status.created) {
          rehearsed.add(items.get(others.get(i)));
        }
      }
    }
    return effects;
  }

  private List<Effect> rehearseNew(ItemHandler handler, List<Item> items, Importing importing) {
    QuarkusTransaction.begin();
    try {
      silence.keep();
      var users = items.stream().flatMap(item -> handler.users(item).stream()).collect(toSet());
      importing
          .rehearsed()
          .makeAgain(users, batch.knownUsers(users), clock.instant(), learners, classes, rosters);
      entities.flush();
      return compareAndMake(handler, items, importing);
    } catch (ProblemException e) {
      if (items.size() > 1 || e.problem().errors().isEmpty()) {
        throw e;
      }
      return List.of(Effect.refused(e.problem().errors()));
    } catch (PersistenceException e) {
      if (items.size() == 1 && !database.isCausedByOutage(e)) {
        return List.of(Effect.refused("", "could not be stored"));
      }
      throw e;
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  /**
   * Makes items and commits. If the database refuses the transaction, each item gets one of its
   * own, so that a broken one costs no other.
   *
   * @return what became of each, in their order
   * @throws ProblemException 409, if the import is being undone meanwhile; 503 without the database
   */
  List<Effect> make(ItemHandler handler, List<Item> items, Importing importing) {
    try {
      if (handler.needsPreparation()) {
        prepare(handler, items, importing);
      }
      return QuarkusTransaction.requiringNew().call(() -> commit(handler, items, importing));
    } catch (ProblemException e) {
      if (items.size() > 1 || e.problem().errors().isEmpty()) {
        throw e;
      }
      return List.of(Effect.refused(e.problem().errors()));
    } catch (PersistenceException e) {
      if (database.isCausedByOutage(e)) {
        throw e;
      }
      LOG.infof("%d items could not be stored together, and are tried again", items.size());
      LOG.debug("Because of this", e);
      return items.size() == 1
          ? List.of(Effect.refused("", "could not be stored"))
          : items.stream()
              .flatMap(item -> make(handler, List.of(item), importing).stream())
              .toList();
    }
  }

  private void prepare(ItemHandler handler, List<Item> items, Importing importing) {
    var unknown = QuarkusTransaction.requiringNew().call(() -> unknown(items, importing));
    if (!unknown.isEmpty()) {
      handler.prepare(unknown, importing);
    }
  }

  private List<Item> unknown(List<Item> items, Importing importing) {
    requireOpen(importing);
    var known =
        batch.find(importing.id(), items.get(0).type(), items.stream().map(Item::name).toList());
    return items.stream().filter(item -> !known.containsKey(item.name())).toList();
  }

  private static void requireOpen(Importing importing) {
    var run = ImportRun.lock(importing.id());
    // Another request with the same id may have ended meanwhile.
    if (run == null || run.state == State.undoing || run.state == State.undone) {
      throw ProblemException.conflict("The import is being undone, or was meanwhile.");
    }
  }

  private List<Effect> commit(ItemHandler handler, List<Item> items, Importing importing) {
    if (!importing.announce()) {
      silence.keep();
    }
    requireOpen(importing);
    return compareAndMake(handler, items, importing);
  }

  private List<Effect> compareAndMake(ItemHandler handler, List<Item> items, Importing importing) {
    var known =
        batch.find(importing.id(), items.get(0).type(), items.stream().map(Item::name).toList());
    var effects = new Effect[items.size()];
    var others = new ArrayList<Integer>();
    for (int i = 0; i < effects.length; i++) {
      var before = known.get(items.get(i).name());
      if (before == null || handler.comparesItself() && !isSame(items.get(i), before)) {
        others.add(i);
      } else {
        effects[i] = compare(handler, items.get(i), before, importing);
      }
    }
    if (!others.isEmpty()) {
      var made = handler.make(others.stream().map(items::get).toList(), importing);
      IntStream.range(0, others.size()).forEach(i -> effects[others.get(i)] = made.get(i));
      batch.add(
          importing.id(),
          others.stream()
              .filter(i -> effects[i].status() == Effect.Status.created)
              .map(i -> Made.of(items.get(i), effects[i]))
              .toList());
    }
    entities.flush();
    return List.of(effects);
  }

  private static Effect compare(ItemHandler handler, Item item, Made before, Importing importing) {
    return isSame(item, before)
        ? handler.makeAgain(item, importing)
        : Effect.refused(
            "", "differs from the item of line " + before.line() + " of the same name");
  }

  private static boolean isSame(Item item, Made before) {
    return Arrays.equals(item.content(), before.content());
  }
}
