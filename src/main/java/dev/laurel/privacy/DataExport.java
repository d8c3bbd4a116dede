package dev.laurel.privacy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.errors.ProblemException;
import dev.laurel.privacy.PersonalDataBulk.PersonalRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

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

  private final PersonalDataBulk data;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  DataExport(PersonalDataBulk data, ObjectMapper mapper, Clock clock) {
    this.data = data;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * Writes the document; its arrays are empty for an unknown user. Blocks.
   *
   * @throws ProblemException 503, before anything is written, when too many exports are running
   */
  void write(String user, OutputStream receiver) throws IOException {
    if (!permits.tryAcquire()) {
      throw ProblemException.unavailable(RETRY);
    }
    try (var json = mapper.createGenerator(receiver)) {
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
    } finally {
      permits.release();
    }
  }
}
