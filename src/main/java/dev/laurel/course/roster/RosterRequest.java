package dev.laurel.course.roster;

import dev.laurel.course.roster.Roster.Member;
import dev.laurel.errors.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A request to change the roster of a class. */
sealed interface RosterRequest permits Roster, RosterPatch {
  /** The most members of a class. */
  int MAX_MEMBERS = 20_000;

  /** Errors that constraints of single fields don't find. */
  List<FieldError> errors(Roster before);

  /** The roster that the request makes of another, if it has no errors. */
  Roster on(Roster before);

  /** The users whose memberships and names the request may change. */
  Set<String> concerned(Roster before);

  /** Those of them whose names stay as they are, whoever has given them. */
  default Set<String> unnamed() {
    return Set.of();
  }

  /** The errors of names of teams: without a team, or another for the same team. */
  static List<FieldError> teamErrors(String field, List<Member> members) {
    var errors = new ArrayList<FieldError>();
    var names = new HashMap<String, String>();
    for (int i = 0; i < members.size(); i++) {
      var member = members.get(i);
      var name = field + "[" + i + "].team_name";
      if (member.teamName() == null) {
        continue;
      } else if (member.team() == null) {
        errors.add(new FieldError(name, "must not be given without team"));
      } else if (!member
          .teamName()
          .equals(names.computeIfAbsent(member.team(), any -> member.teamName()))) {
        errors.add(new FieldError(name, "is not that of the team's other members"));
      }
    }
    return errors;
  }

  /** The errors of ids that a list has twice, or of a list that is too long. */
  static List<FieldError> repeated(String field, List<String> ids) {
    if (ids.size() > MAX_MEMBERS) {
      return List.of(new FieldError(field, "must have at most " + MAX_MEMBERS + " entries"));
    }
    var errors = new ArrayList<FieldError>();
    var seen = new HashSet<String>();
    for (int i = 0; i < ids.size(); i++) {
      if (!seen.add(ids.get(i))) {
        errors.add(new FieldError(field + "[" + i + "].id", "is in the request already"));
      }
    }
    return errors;
  }
}
