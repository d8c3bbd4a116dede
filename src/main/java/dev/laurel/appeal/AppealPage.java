package dev.laurel.appeal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.Identifier;
import dev.laurel.ledger.Ledger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of appeals.
 *
 * @param items newest first
 * @param next the {@code before} of the next page; null at the end
 */
@RegisterForReflection
record AppealPage(List<AppealItem> items, Long next) {
  /**
   * An appeal as student and instructors see it.
   *
   * @param user who made it; left out of one's own
   * @param entry what it is about
   * @param answer null until it is answered
   */
  @RegisterForReflection
  record AppealItem(
      @Schema(examples = "12") long id,
      String classId,
      @JsonInclude(JsonInclude.Include.NON_NULL) Author user,
      Ledger.Entry entry,
      @Schema(examples = "Test 3 passed on my machine.") String text,
      Appeal.State state,
      Instant madeAt,
      AppealAnswer answer) {
    static AppealItem of(Appeal appeal, Ledger.Entry entry, Author user) {
      var answer =
          appeal.answer == null
              ? null
              : new AppealAnswer(
                  appeal.answer,
                  appeal.answeredAt,
                  appeal.correctionId == null
                      ? null
                      : new Correction(appeal.correctionSource, appeal.correctionId));
      return new AppealItem(
          appeal.id, appeal.classId, user, entry, appeal.text, appeal.state, appeal.madeAt, answer);
    }
  }

  /**
   * The author of an appeal.
   *
   * @param username as the roster of the class has it
   */
  @RegisterForReflection
  record Author(String id, String username) {}

  /**
   * The answer of an instructor.
   *
   * @param correction null if the answer names none
   */
  @RegisterForReflection
  record AppealAnswer(
      @Schema(examples = "You are right: the test was wrong.") String text,
      Instant at,
      Correction correction) {}

  /**
   * The adjustment, or the result that was graded again, which corrects the points.
   *
   * @param source who gave it; {@code id} is unique within it
   */
  @RegisterForReflection
  record Correction(@NotNull @Identifier String source, @NotNull @Identifier String id) {}
}
