package dev.laurel.course.roster;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.laurel.course.roster.Roster.Member;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.ids.UserId;
import dev.laurel.ids.UserIdReader;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Changes of single members; the body of {@code PATCH /api/classes/{id}/roster}. Each user is named
 * once.
 *
 * @param add members who join, or whose role, names, section or team change
 * @param remove ids of members who leave
 * @param move members who change the section
 */
@Schema(name = "RosterPatch")
record RosterPatch(
    List<@Valid @NotNull Member> add,
    @JsonDeserialize(contentUsing = UserIdReader.class) List<@NotNull @Identifier String> remove,
    List<@Valid @NotNull Move> move)
    implements RosterRequest {

  /**
   * A member who changes the section.
   *
   * @param section null for none
   */
  @Schema(name = "RosterMove")
  record Move(
      @NotNull @UserId String id,
      @Identifier @Pattern(regexp = "[^/]*", message = "must not contain a slash")
          String section) {}

  RosterPatch {
    add = add == null ? List.of() : add;
    remove = remove == null ? List.of() : remove;
    move = move == null ? List.of() : move;
  }

  @Override
  public List<FieldError> errors(Roster before) {
    var errors =
        new ArrayList<>(RosterRequest.repeated("add", add.stream().map(Member::id).toList()));
    errors.addAll(RosterRequest.teamErrors("add", add));
    var members = before.byId();
    var named = new TreeSet<>(add.stream().map(Member::id).toList());
    for (int i = 0; i < remove.size(); i++) {
      check("remove[" + i + "]", remove.get(i), members, named, errors);
    }
    for (int i = 0; i < move.size(); i++) {
      check("move[" + i + "].id", move.get(i).id(), members, named, errors);
    }
    return errors;
  }

  private static void check(
      String field,
      String id,
      Map<String, Member> members,
      Set<String> named,
      List<FieldError> errors) {
    if (!named.add(id)) {
      errors.add(new FieldError(field, "is in the request already"));
    } else if (!members.containsKey(id)) {
      errors.add(new FieldError(field, "is not a member of the class"));
    }
  }

  @Override
  public Roster on(Roster before) {
    var members = before.byId();
    members.keySet().removeAll(remove);
    add.forEach(member -> members.put(member.id(), member));
    move.forEach(
        change ->
            members.computeIfPresent(
                change.id(), (id, member) -> member.inSection(change.section())));
    return new Roster(before.name(), before.timeZone(), List.copyOf(members.values()));
  }

  @Override
  public Set<String> unnamed() {
    return move.stream().map(Move::id).collect(toSet());
  }

  @Override
  public Set<String> concerned(Roster before) {
    var users = new TreeSet<>(remove);
    Stream.concat(add.stream().map(Member::id), move.stream().map(Move::id)).forEach(users::add);
    return users;
  }
}
