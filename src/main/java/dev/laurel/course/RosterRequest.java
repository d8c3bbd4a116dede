package dev.laurel.course;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of {@code PUT /api/classes/{id}/roster}.
 *
 * @param timeZone an IANA name such as {@code Europe/London}
 */
record RosterRequest(
    @NotNull @Text @Size(max = 200) String name,
    @NotNull @Schema(implementation = String.class, examples = "Europe/London") ZoneId timeZone,
    @NotNull List<@Valid @NotNull Entry> members) {

  /** One member. */
  @Schema(name = "RosterMember")
  record Entry(
      @NotNull @Identifier String id,
      @NotNull @Text @Size(max = 150) String username,
      @NotNull Role role) {}

  Roster of(String classId) {
    return new Roster(
        classId,
        name,
        timeZone,
        members.stream()
            .map(entry -> new Roster.Member(entry.id(), entry.username(), entry.role()))
            .toList());
  }
}
