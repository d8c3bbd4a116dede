package dev.laurel.imports;

import dev.laurel.errors.ProblemException;
import dev.laurel.imports.ImportItemBatch.Made;
import dev.laurel.imports.ImportReport.State;
import dev.laurel.notification.Silence;
import dev.laurel.outage.DatabaseWatch;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Makes the items of a batch, which are of one type and have different names, in one transaction.
 * Blocks.
 */
@ApplicationScoped
class ImportBatches {
  private static final Logger LOG = Logger.getLogger("laurel.imports");

  private final ImportItemBatch batch;
  private final Silence silence;
  private final DatabaseWatch database;
  private final EntityManager entities;

  ImportBatches(
      ImportItemBatch batch, Silence silence, DatabaseWatch database, EntityManager entities) {
    this.batch = batch;
    this.silence = silence;
    this.database = database;
    this.entities = entities;
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
      var unknown = QuarkusTransaction.requiringNew().call(() -> unknown(items, importing));
      if (!unknown.isEmpty()) {
        handler.prepare(unknown, importing);
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

  private List<Item> unknown(List<Item> items, Importing importing) {
    requireOpen(importing);
    var known =
        batch.find(importing.id(), items.get(0).type(), items.stream().map(Item::name).toList());
    return items.stream().filter(item -> !known.containsKey(item.name())).toList();
  }

  private static void requireOpen(Importing importing) {
    var run = ImportRun.lock(importing.id());
    if (run == null || run.state != State.open) {
      throw ProblemException.conflict("The import is being undone, or was meanwhile.");
    }
  }

  private List<Effect> commit(ItemHandler handler, List<Item> items, Importing importing) {
    if (!importing.announce()) {
      silence.keep();
    }
    requireOpen(importing);
    var known =
        batch.find(importing.id(), items.get(0).type(), items.stream().map(Item::name).toList());
    var effects = new Effect[items.size()];
    var others = new ArrayList<Integer>();
    for (int i = 0; i < effects.length; i++) {
      var before = known.get(items.get(i).name());
      if (before == null || handler.comparesItself() && !isSame(items.get(i), before)) {
        others.add(i);
      } else {
        effects[i] = compared(items.get(i), before);
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

  private static Effect compared(Item item, Made before) {
    return isSame(item, before)
        ? Effect.UNCHANGED
        : Effect.refused(
            "", "differs from the item of line " + before.line() + " of the same name");
  }

  private static boolean isSame(Item item, Made before) {
    return Arrays.equals(item.content(), before.content());
  }
}
