package dev.laurel.course;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A class's name, calendar and members; the body of {@code PUT /api/classes/{id}/roster}.
 *
 * @param timeZone in which the days of the class begin and end, by an IANA name
 * @param members each id once
 */
@Schema(name = "RosterRequest")
public record Roster(
    @NotNull @Text @Size(max = 200) String name,
    @NotNull @Schema(implementation = String.class, examples = "Europe/London") ZoneId timeZone,
    @NotNull List<@Valid @NotNull Member> members) {

  /**
   * A member.
   *
   * @param section the subgroup of the class, which has a board of its own; none by default
   */
  @Schema(name = "RosterMember")
  public record Member(
      @NotNull @Identifier String id,
      @NotNull @Text @Size(max = 150) String username,
      @NotNull Role role,
      @Identifier
          @Pattern(regexp = "[^/]*", message = "must not contain a slash")
          @Schema(examples = "Monday")
          String section) {
    /** A member without a section. */
    public Member(String id, String username, Role role) {
      this(id, username, role, null);
    }
  }
}
