package dev.laurel.imports;

import dev.laurel.errors.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An import, with what became of the items of its newest request.
 *
 * @param counts by type
 * @param errors the first ones, in the order of the body
 * @param moreErrors how many there are besides
 */
@RegisterForReflection
@Schema(name = "Import")
record ImportReport(
    String id,
    State state,
    boolean dryRun,
    Instant startedAt,
    Instant changedAt,
    Map<String, Counts> counts,
    List<ItemError> errors,
    long moreErrors) {

  ImportReport withMoreErrors(long more) {
    return new ImportReport(id, state, dryRun, startedAt, changedAt, counts, errors, more);
  }

  /** The names are those of the wire and of the database. */
  @Schema(name = "ImportState")
  enum State {
    /** A request is being read, or was cut off: sending it again goes on with it. */
    open,
    /** All requests were read to their ends. */
    done,
    /** It is being undone, or that was cut off: deleting it again goes on with it. */
    undoing,
    /** Nothing of it is left. */
    undone
  }

  /**
   * How many items there were.
   *
   * @param unchanged what there was already
   */
  @RegisterForReflection
  @Schema(name = "ImportCounts")
  record Counts(long created, long unchanged, long refused) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Effect.Status status) {
      return switch (status) {
        case created -> new Counts(created + 1, unchanged, refused);
        case unchanged -> new Counts(created, unchanged + 1, refused);
        case refused -> new Counts(created, unchanged, refused + 1);
      };
    }
  }

  /**
   * The error of an item.
   *
   * @param line of the body; in an array, the item's number, from 1
   * @param type null if it has no valid one
   */
  @RegisterForReflection
  @Schema(name = "ImportError")
  record ItemError(long line, String type, String field, String message) {
    static ItemError of(long line, String type, FieldError error) {
      // An item is a document of its own, whose lines say nothing.
      return new ItemError(
          line, type, error.field(), error.message().replace("(line 1, column ", "(column "));
    }
  }
}
