package dev.laurel.course.roster;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.course.Role;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
   * @param team the id of a team of the class; by default that of the results that name one
   * @param teamName the name of the team; by default as it is called already, or the id
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RosterMember")
  public record Member(
      @NotNull @UserId String id,
      @NotNull @Text @Size(max = 150) String username,
      @NotNull Role role,
      @Identifier
          @Pattern(regexp = "[^/]*", message = "must not contain a slash")
          @Schema(examples = "Monday")
          String section,
      @Text @Size(max = 150) String displayName,
      @Identifier String team,
      @Text @Size(max = 150) String teamName) {
    Member inTeamCalled(String name) {
      return new Member(id, username, role, section, displayName, team, name);
    }

    Member inSection(String other) {
      return new Member(id, username, role, other, displayName, team, teamName);
    }

    /** A member without a section and a team, and with one name. */
    public static Member of(String id, String username, Role role) {
      return new Member(id, username, role, null, null, null, null);
    }
  }

  /** The names of the teams of members, by id; null for those that keep theirs. */
  static SortedMap<String, String> teamNames(Collection<Member> members) {
    var names = new TreeMap<String, String>();
    members.stream()
        .filter(member -> member.team() != null)
        .forEach(
            member -> {
              if (member.teamName() != null || !names.containsKey(member.team())) {
                names.put(member.team(), member.teamName());
              }
            });
    return names;
  }

  /** With the names of teams also at members who give none: as others name them, or as before. */
  Roster withTeamNamesOf(Roster before) {
    var names = teamNames(before.members);
    teamNames(members)
        .forEach(
            (team, teamName) -> {
              if (teamName != null) {
                names.put(team, teamName);
              }
            });
    return new Roster(
        name,
        timeZone,
        members.stream()
            .map(
                member ->
                    member.team() == null || member.teamName() != null
                        ? member
                        : member.inTeamCalled(names.get(member.team())))
            .toList());
  }

  Map<String, Member> byId() {
    return members.stream()
        .collect(toMap(Member::id, Function.identity(), (one, other) -> one, LinkedHashMap::new));
  }

  @Override
  public List<FieldError> errors(Roster before) {
    var errors =
        new ArrayList<>(
            RosterRequest.repeated("members", members.stream().map(Member::id).toList()));
    errors.addAll(RosterRequest.teamErrors("members", members));
    return errors;
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
