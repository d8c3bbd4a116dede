package dev.laurel.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.imports.ImportReport.Counts;
import dev.laurel.imports.ImportReport.ItemError;
import dev.laurel.imports.ImportReport.State;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports a body while it comes in: reads some items of one type, makes them in a transaction, and
 * goes on. What was committed stays, whatever comes after it. Blocks.
 */
@ApplicationScoped
class Importer {
  private final Map<ItemType, ItemHandler> handlers = new EnumMap<>(ItemType.class);
  private final ImportBatches batches;
  private final ValidatingReader reader;
  private final ObjectMapper mapper;
  private final Audit audit;
  private final Clock clock;

  Importer(
      @All List<ItemHandler> handlers,
      ImportBatches batches,
      ValidatingReader reader,
      ObjectMapper mapper,
      Audit audit,
      Clock clock) {
    handlers.forEach(handler -> this.handlers.put(handler.type(), handler));
    this.batches = batches;
    this.reader = reader;
    this.mapper = mapper;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Imports.
   *
   * @throws ProblemException 409, if the import is being undone; 503, if the database goes away
   * @throws UncheckedIOException if the client goes away, or is too slow
   */
  ImportReport run(InputStream body, Importing importing) {
    QuarkusTransaction.requiringNew().run(() -> begin(importing.id()));
    var progress = new Progress();
    var pending = new ArrayList<Item>();
    var names = new HashSet<String>();
    var items = new ItemReader(body);
    State state = State.open;
    try {
      for (var text = items.next(); text.isPresent(); text = items.next()) {
        var next = read(text.get(), importing, progress);
        if (next.isEmpty()) {
          continue;
        }
        var item = next.get();
        if (!pending.isEmpty() && (isFull(pending, item) || !names.add(item.name()))) {
          make(pending, importing, progress);
          names.clear();
        }
        names.add(item.name());
        pending.add(item);
      }
      state = State.done;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      finish(pending, importing, progress, state);
    }
    return find(importing.id()).orElseThrow().withMoreErrors(progress.moreErrors());
  }

  private boolean isFull(List<Item> pending, Item next) {
    var type = pending.get(0).type();
    return type != next.type() || pending.size() >= handlers.get(type).most();
  }

  private void begin(String id) {
    var now = clock.instant();
    ImportRun.create(id, now);
    var run = ImportRun.lock(id);
    if (run.state == State.undoing) {
      throw ProblemException.conflict("The import is being undone.");
    }
    if (run.state == State.undone) {
      run.startedAt = now;
    }
    run.state = State.open;
    run.changedAt = now;
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
    var effects = batches.make(handlers.get(items.get(0).type()), items, importing);
    for (int i = 0; i < items.size(); i++) {
      progress.add(items.get(i), effects.get(i));
    }
  }

  /** Makes what has been read, also if no more can be read. */
  private void finish(List<Item> pending, Importing importing, Progress progress, State state) {
    try {
      make(pending, importing, progress);
    } finally {
      QuarkusTransaction.requiringNew().run(() -> store(importing.id(), progress, state));
    }
  }

  private void store(String id, Progress progress, State state) {
    var run = ImportRun.lock(id);
    if (run.state == State.open) {
      run.state = state;
    }
    run.changedAt = clock.instant();
    run.counts = write(progress.counts());
    run.errors = write(progress.errors());
    var total = progress.total();
    audit.record(
        AuditAction.ITEMS_IMPORTED,
        id,
        "%d created, %d unchanged, %d refused"
            .formatted(total.created(), total.unchanged(), total.refused()));
  }

  private String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An import; empty for an unknown one. */
  Optional<ImportReport> find(String id) {
    return QuarkusTransaction.joiningExisting()
        .call(() -> ImportRun.<ImportRun>findByIdOptional(id).map(this::report));
  }

  /** The newest imports. */
  List<ImportReport> newest(int limit) {
    return QuarkusTransaction.joiningExisting()
        .call(() -> ImportRun.newest(limit).stream().map(this::report).toList());
  }

  private ImportReport report(ImportRun run) {
    try {
      return new ImportReport(
          run.id,
          run.state,
          false,
          run.startedAt,
          run.changedAt,
          mapper.readValue(run.counts, new TypeReference<Map<String, Counts>>() {}),
          mapper.readValue(run.errors, new TypeReference<List<ItemError>>() {}),
          0);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
