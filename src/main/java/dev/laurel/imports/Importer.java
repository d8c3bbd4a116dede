package dev.laurel.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.imports.ImportReport.State;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Imports a body while it comes in: reads some items of one type, makes them in a transaction, and
 * goes on. A committed transaction stays, whatever comes after it. Blocks.
 */
@ApplicationScoped
class Importer {
  /** Of a node at a time: each keeps a thread and a connection busy. */
  private static final int AT_ONCE = 4;

  private static final long STORED_EVERY = TimeUnit.SECONDS.toNanos(2);

  private final Map<ItemType, ItemHandler> handlers = new EnumMap<>(ItemType.class);
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final ImportBatches batches;
  private final ImportReports reports;
  private final ValidatingReader reader;

  Importer(
      @All List<ItemHandler> handlers,
      ImportBatches batches,
      ImportReports reports,
      ValidatingReader reader) {
    handlers.forEach(handler -> this.handlers.put(handler.type(), handler));
    this.batches = batches;
    this.reports = reports;
    this.reader = reader;
  }

  /**
   * Imports.
   *
   * @throws ProblemException 409, if the import is being undone; 503, if the database goes away, or
   *     too much is imported at the moment; 400, if the body is cut off
   */
  ImportReport run(InputStream body, Importing importing) {
    if (!turns.tryAcquire()) {
      throw ProblemException.busy();
    }
    try {
      return importing.isRehearsal() ? rehearse(body, importing) : make(body, importing);
    } finally {
      turns.release();
    }
  }

  private ImportReport make(InputStream body, Importing importing) {
    reports.open(importing.id());
    var progress = new Progress();
    var state = State.open;
    try {
      makeAll(body, importing, progress);
      state = State.done;
    } finally {
      reports.finish(importing.id(), progress, state);
    }
    return reports.find(importing.id()).orElseThrow().withMoreErrors(progress.moreErrors());
  }

  private ImportReport rehearse(InputStream body, Importing importing) {
    var progress = new Progress();
    makeAll(body, importing, progress);
    return rehearsed(importing.id(), progress);
  }

  private void makeAll(InputStream body, Importing importing, Progress progress) {
    var pending = new ArrayList<Item>();
    var names = new HashSet<String>();
    var items = new ItemReader(body);
    long stored = System.nanoTime();
    try {
      for (var text = items.next(); text.isPresent(); text = items.next()) {
        var next = read(text.get(), importing, progress);
        if (next.isEmpty()) {
          continue;
        }
        var item = next.get();
        if (!pending.isEmpty() && (isFull(pending, item) || names.contains(item.name()))) {
          make(pending, importing, progress);
          names.clear();
          if (!importing.isRehearsal() && System.nanoTime() - stored > STORED_EVERY) {
            reports.store(importing.id(), progress);
            stored = System.nanoTime();
          }
        }
        names.add(item.name());
        pending.add(item);
      }
    } catch (IOException e) {
      make(pending, importing, progress);
      throw ProblemException.badRequest("The body was cut off.");
    }
    make(pending, importing, progress);
  }

  private static ImportReport rehearsed(String id, Progress progress) {
    return new ImportReport(
        id,
        State.done,
        true,
        null,
        null,
        progress.counts(),
        progress.errors(),
        progress.moreErrors());
  }

  private boolean isFull(List<Item> pending, Item next) {
    var type = pending.get(0).type();
    return type != next.type() || pending.size() >= handlers.get(type).most();
  }

  /** An item, or empty if it was refused. */
  private Optional<Item> read(ItemReader.Text text, Importing importing, Progress progress) {
    ItemType type = null;
    try {
      if (text.error() != null) {
        throw ProblemException.badRequest(List.of(text.error()));
      }
      var json = reader.tree(text.json());
      if (!json.isObject()) {
        throw ProblemException.badRequest("", "must be an object");
      }
      type = typeOf(json);
      if (!type.isFor(importing.caller().roles())) {
        throw ProblemException.badRequest(ItemHandler.TYPE, "is not for your roles");
      }
      return Optional.of(handlers.get(type).read(text.line(), json, importing));
    } catch (ProblemException e) {
      progress.refuse(text.line(), type, e.problem().errors());
      return Optional.empty();
    }
  }

  private static ItemType typeOf(JsonNode json) {
    var type = json.path(ItemHandler.TYPE);
    return Optional.ofNullable(type.textValue())
        .flatMap(ItemType::of)
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    ItemHandler.TYPE, "must be one of " + ItemType.words()));
  }

  private void make(List<Item> pending, Importing importing, Progress progress) {
    if (pending.isEmpty()) {
      return;
    }
    var items = List.copyOf(pending);
    pending.clear();
    var handler = handlers.get(items.get(0).type());
    var effects =
        importing.isRehearsal()
            ? batches.rehearse(handler, items, importing)
            : batches.make(handler, items, importing);
    for (int i = 0; i < items.size(); i++) {
      progress.add(items.get(i), effects.get(i));
    }
  }
}
