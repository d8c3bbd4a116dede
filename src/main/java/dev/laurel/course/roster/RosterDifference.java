package dev.laurel.course.roster;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.laurel.course.roster.Roster.Member;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The difference that a request makes to a roster.
 *
 * @param added members who join
 * @param removed members who leave, as they are before
 * @param changed members whose role, names, section or team change, as they are afterwards
 * @param similarIds ids of present and former members that differ only in case, or in the form of
 *     their characters; each is another student
 */
@RegisterForReflection
@Schema(name = "RosterDifference")
record RosterDifference(
    List<Member> added, List<Member> removed, List<Member> changed, List<List<String>> similarIds) {

  /**
   * @param concerned those whom the request concerns: only ids similar to theirs are named
   */
  static RosterDifference between(Roster before, Roster after, Set<String> concerned) {
    var present = before.byId();
    var wanted = after.withTeamNamesOf(before).byId();
    return new RosterDifference(
        missing(wanted, present),
        missing(present, wanted),
        wanted.values().stream()
            .filter(member -> present.containsKey(member.id()))
            .filter(member -> !member.equals(present.get(member.id())))
            .toList(),
        similar(present.keySet(), concerned));
  }

  private static List<Member> missing(Map<String, Member> some, Map<String, Member> others) {
    return some.values().stream().filter(member -> !others.containsKey(member.id())).toList();
  }

  private static List<List<String>> similar(Set<String> members, Set<String> concerned) {
    return Stream.concat(members.stream(), concerned.stream())
        .distinct()
        .collect(
            groupingBy(
                id -> Normalizer.normalize(id, Form.NFKC).toLowerCase(Locale.ROOT), toList()))
        .values()
        .stream()
        .filter(alike -> alike.size() > 1 && alike.stream().anyMatch(concerned::contains))
        .toList();
  }
}
