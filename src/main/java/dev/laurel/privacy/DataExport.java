package dev.laurel.privacy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.errors.ProblemException;
import dev.laurel.privacy.PersonalDataBulk.PersonalRow;
import dev.laurel.wire.RawConnection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Writes everything that is kept about a user as one JSON document with an array for each table. It
 * reads page by page, so a slow receiver holds neither memory nor a database connection; changes
 * made meanwhile may be in the document or not.
 */
@ApplicationScoped
class DataExport {
  private static final int PAGE = 500;

  /** How many exports run at a time: each holds a thread until its receiver has it. */
  private static final int AT_ONCE = 8;

  private static final Duration RETRY = Duration.ofSeconds(10);

  /** How long a receiver may take nothing, before its connection is closed. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PersonalDataBulk data;
  private final ObjectMapper mapper;
  private final CurrentVertxRequest request;
  private final Vertx vertx;
  private final Clock clock;
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  DataExport(
      PersonalDataBulk data,
      ObjectMapper mapper,
      CurrentVertxRequest request,
      Vertx vertx,
      Clock clock) {
    this.data = data;
    this.mapper = mapper;
    this.request = request;
    this.vertx = vertx;
    this.clock = clock;
  }

  /**
   * Writes the document as the answer to the current request; its arrays are empty for an unknown
   * user. Blocks.
   *
   * @param progress is told "begun" before anything is read, and "complete" or "broken off" at the
   *     end
   * @throws ProblemException before anything is written: 429 while an export of the user is
   *     running, 503 while too many of others are
   */
  void write(String user, OutputStream receiver, Consumer<String> progress) throws IOException {
    if (!running.add(user)) {
      throw ProblemException.tooMany("This user's data is being downloaded already.", RETRY);
    }
    try {
      if (!permits.tryAcquire()) {
        throw ProblemException.unavailable(RETRY);
      }
      try {
        writeAudited(user, receiver, progress);
      } finally {
        permits.release();
      }
    } finally {
      running.remove(user);
    }
  }

  private void writeAudited(String user, OutputStream receiver, Consumer<String> progress)
      throws IOException {
    progress.accept("begun");
    boolean complete = false;
    var output = new ImpatientOutput(receiver, vertx, request.getCurrent().request());
    try (var json = mapper.createGenerator(output)) {
      json.writeStartObject();
      json.writeStringField("user_id", user);
      json.writeStringField("exported_at", clock.instant().toString());
      for (var table : PersonalTable.ALL) {
        json.writeArrayFieldStart(table.name());
        List<PersonalRow> page = data.page(table, user, List.of(), PAGE);
        while (!page.isEmpty()) {
          for (var row : page) {
            json.writeRawValue(row.json());
          }
          page = data.page(table, user, page.get(page.size() - 1).key(), PAGE);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.flush();
      complete = true;
    } finally {
      progress.accept(complete ? "complete" : "broken off");
    }
  }

  /** Closes the connection of a receiver that takes nothing, which ends the waiting write. */
  private static final class ImpatientOutput extends FilterOutputStream {
    private final Vertx vertx;
    private final HttpServerRequest request;

    ImpatientOutput(OutputStream receiver, Vertx vertx, HttpServerRequest request) {
      super(receiver);
      this.vertx = vertx;
      this.request = request;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      long timer = vertx.setTimer(PATIENCE.toMillis(), id -> RawConnection.abort(request));
      try {
        out.write(bytes, offset, length);
      } finally {
        vertx.cancelTimer(timer);
      }
    }
  }
}
