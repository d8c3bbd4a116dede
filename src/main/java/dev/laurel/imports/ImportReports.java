package dev.laurel.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.errors.ProblemException;
import dev.laurel.imports.ImportReport.Counts;
import dev.laurel.imports.ImportReport.ItemError;
import dev.laurel.imports.ImportReport.State;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The imports as the API has them. Each method is a transaction of its own; blocks. */
@ApplicationScoped
class ImportReports {
  private final ObjectMapper mapper;
  private final Audit audit;
  private final Clock clock;

  ImportReports(ObjectMapper mapper, Audit audit, Clock clock) {
    this.mapper = mapper;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Opens an import, which need not exist.
   *
   * @throws ProblemException 409, if it is being undone
   */
  void open(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
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
            });
  }

  /** Stores how far a request has come. */
  void store(String id, Progress progress) {
    QuarkusTransaction.requiringNew().run(() -> change(ImportRun.lock(id), progress));
  }

  /** Stores how far a request has come at its end, and records it. */
  void finish(String id, Progress progress, State state) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var run = ImportRun.lock(id);
              change(run, progress);
              if (run.state == State.open) {
                run.state = state;
              }
              var total = progress.total();
              audit.record(
                  AuditAction.ITEMS_IMPORTED,
                  id,
                  "%d created, %d unchanged, %d refused"
                      .formatted(total.created(), total.unchanged(), total.refused()));
            });
  }

  private void change(ImportRun run, Progress progress) {
    run.changedAt = clock.instant();
    run.counts = write(progress.counts());
    run.errors = write(progress.errors());
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
    return QuarkusTransaction.requiringNew()
        .call(() -> ImportRun.<ImportRun>findByIdOptional(id).map(this::report));
  }

  /** The newest imports. */
  List<ImportReport> newest(int limit) {
    return QuarkusTransaction.requiringNew()
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
