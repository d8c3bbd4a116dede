package dev.laurel.privacy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.errors.ProblemException;
import dev.laurel.sql.BulkSql;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Writes down everything that is kept about a user, as one JSON document with an array for each
 * table. It is read page by page, and neither the memory nor a connection to the database is held
 * while the receiver takes its time; so what changes meanwhile may be there or not.
 */
@ApplicationScoped
class DataExport {
  private static final int PAGE = 500;

  /** How many may be written at a time, since each holds a thread until its receiver has it. */
  private static final int AT_ONCE = 8;

  private static final Duration RETRY = Duration.ofSeconds(10);

  private record Row(String json, List<String> place) {}

  private final List<PersonalTable> tables;
  private final BulkSql statements;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);

  DataExport(
      @All List<PersonalDataSource> rooms, BulkSql statements, ObjectMapper mapper, Clock clock) {
    this.tables =
        rooms.stream()
            .flatMap(room -> room.tables().stream())
            .sorted(Comparator.comparing(PersonalTable::name))
            .toList();
    this.statements = statements;
    this.mapper = mapper;
    this.clock = clock;
  }

  /**
   * Writes what is kept about a user; arrays without anything in them for one who is not known.
   * Blocks.
   *
   * @throws ProblemException 503, before anything is written, when too many are being written
   */
  void write(String user, OutputStream to) throws IOException {
    if (!places.tryAcquire()) {
      throw ProblemException.unavailable(RETRY);
    }
    try (var json = mapper.createGenerator(to)) {
      json.writeStartObject();
      json.writeStringField("user_id", user);
      json.writeStringField("exported_at", clock.instant().toString());
      for (var table : tables) {
        json.writeArrayFieldStart(table.name());
        write(table, user, json);
        json.writeEndArray();
      }
      json.writeEndObject();
    } finally {
      places.release();
    }
  }

  private void write(PersonalTable table, String user, JsonGenerator json) throws IOException {
    var place = table.start();
    while (true) {
      var rows = page(table, user, place);
      for (var row : rows) {
        json.writeRawValue(row.json());
      }
      if (rows.isEmpty() || place.isEmpty()) {
        return;
      }
      place = rows.get(rows.size() - 1).place();
    }
  }

  private List<Row> page(PersonalTable table, String user, List<String> place) {
    Stream<Object> behind =
        place.isEmpty() ? Stream.of() : Stream.concat(place.stream(), Stream.of(PAGE));
    var parameters = Stream.concat(Stream.of(user), behind).toArray();
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                statements.query(
                    table.query(),
                    row -> {
                      var found = new String[place.size()];
                      for (int i = 0; i < found.length; i++) {
                        found[i] = row.getString(i + 2);
                      }
                      return new Row(row.getString(1), List.of(found));
                    },
                    parameters));
  }
}
