package dev.laurel.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.course.team.Team;
import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.TeamBulk.Total;
import dev.laurel.leaderboard.visibility.TeamScore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of the board of the teams of a class.
 *
 * @param entries best first; then, by name, those whose scores are not shown
 * @param teamScore how a score is made of the points of the members
 * @param largestSize the members of the largest team, by which sums are compensated
 * @param version grows with every change of the board of the class
 * @param withheld why it is empty, if the class does not show its board; left out otherwise
 */
@RegisterForReflection
record TeamBoard(
    List<Entry> entries,
    Pagination pagination,
    TeamScore teamScore,
    int largestSize,
    long version,
    @JsonInclude(JsonInclude.Include.NON_NULL) Withheld withheld) {

  /**
   * A team.
   *
   * @param rank 1 + the number of teams with higher scores; null without a score
   * @param tied whether another team has the same score
   * @param size the number of its students
   * @param score null if it would tell what one member has
   * @param own whether the user who asks is in it
   */
  @RegisterForReflection
  @Schema(name = "TeamEntry")
  record Entry(
      Integer rank, boolean tied, Team team, int size, @Hundredths Long score, boolean own) {}

  private static final Comparator<Total> BY_NAME =
      Comparator.comparing(Total::name).thenComparing(Total::id);

  /** A board of which nothing is to be seen. */
  static TeamBoard withheld(
      TeamScore teamScore, int page, int pageSize, long version, Withheld reason) {
    return new TeamBoard(
        List.of(), Pagination.of(page, pageSize, 0), teamScore, 0, version, reason);
  }

  /**
   * Ranks teams among themselves, by exact scores: only what is shown is rounded.
   *
   * @param isShown whether the score of a team may be shown
   */
  static TeamBoard of(
      List<Total> teams,
      Predicate<Total> isShown,
      TeamScore teamScore,
      int page,
      int pageSize,
      long version) {
    int largest = teams.stream().mapToInt(Total::size).max().orElse(0);
    var ranked =
        teams.stream()
            .filter(isShown)
            .sorted(((Comparator<Total>) TeamBoard::compare).reversed().thenComparing(BY_NAME))
            .toList();
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < ranked.size(); i++) {
      var team = ranked.get(i);
      boolean tiedBefore = i > 0 && compare(team, ranked.get(i - 1)) == 0;
      boolean tiedAfter = i + 1 < ranked.size() && compare(team, ranked.get(i + 1)) == 0;
      int rank = tiedBefore ? entries.get(i - 1).rank() : i + 1;
      int size = teamScore == TeamScore.mean ? 1 : largest;
      entries.add(entry(team, rank, tiedBefore || tiedAfter, score(team, size)));
    }
    teams.stream()
        .filter(isShown.negate())
        .sorted(BY_NAME)
        .forEach(team -> entries.add(entry(team, null, false, null)));
    long first = Math.min((page - 1L) * pageSize, entries.size());
    return new TeamBoard(
        entries.stream().skip(first).limit(pageSize).toList(),
        Pagination.of(page, pageSize, entries.size()),
        teamScore,
        largest,
        version,
        null);
  }

  private static Entry entry(Total team, Integer rank, boolean tied, Long score) {
    return new Entry(rank, tied, new Team(team.id(), team.name()), team.size(), score, team.own());
  }

  /** Compares the means, as fractions. */
  private static int compare(Total one, Total other) {
    return product(one.points(), other.size()).compareTo(product(other.points(), one.size()));
  }

  /** The points of a team with as many members, whose mean is that of this one. */
  private static long score(Total team, int members) {
    return product(team.points(), members)
        .divide(BigDecimal.valueOf(team.size()), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static BigDecimal product(long points, int members) {
    return BigDecimal.valueOf(points).multiply(BigDecimal.valueOf(members));
  }
}
