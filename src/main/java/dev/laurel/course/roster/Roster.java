package dev.laurel.course.roster;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.course.Role;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A class's name, calendar and members; the body of {@code PUT /api/classes/{id}/roster}, and the
 * answer of {@code GET}.
 *
 * @param timeZone in which the days of the class begin and end, by an IANA name
 * @param members each id once
 */
@Schema(name = "RosterRequest")
public record Roster(
    @NotNull @Text @Size(max = 200) String name,
    @NotNull @Schema(implementation = String.class, examples = "Europe/London") ZoneId timeZone,
    @NotNull List<@Valid @NotNull Member> members)
    implements RosterRequest {

  /**
   * A member.
   *
   * @param username the name of the user everywhere
   * @param section the subgroup of the class, which has a board of its own; none by default
   * @param displayName the name on the boards of the class; by default {@code username}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RosterMember")
  public record Member(
      @NotNull @Identifier String id,
      @NotNull @Text @Size(max = 150) String username,
      @NotNull Role role,
      @Identifier
          @Pattern(regexp = "[^/]*", message = "must not contain a slash")
          @Schema(examples = "Monday")
          String section,
      @Text @Size(max = 150) String displayName) {
    Member inSection(String other) {
      return new Member(id, username, role, other, displayName);
    }

    /** A member without a section, and with one name. */
    public static Member of(String id, String username, Role role) {
      return new Member(id, username, role, null, null);
    }
  }

  Map<String, Member> byId() {
    return members.stream()
        .collect(toMap(Member::id, Function.identity(), (one, other) -> one, LinkedHashMap::new));
  }

  @Override
  public List<FieldError> errors(Roster before) {
    return RosterRequest.repeated("members", members.stream().map(Member::id).toList());
  }

  @Override
  public Roster on(Roster before) {
    return this;
  }

  @Override
  public Set<String> concerned(Roster before) {
    var users = new TreeSet<>(byId().keySet());
    users.addAll(before.byId().keySet());
    return users;
  }
}
