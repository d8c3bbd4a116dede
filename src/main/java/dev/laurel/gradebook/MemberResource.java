package dev.laurel.gradebook;

import dev.laurel.achievement.Achievements;
import dev.laurel.achievement.level.Levels;
import dev.laurel.course.ClassRights;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.ids.UserId;
import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame.Achievement;
import dev.laurel.streak.StreakState;
import dev.laurel.streak.Streaks;
import dev.laurel.submission.results.MemberResult;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Shows the staff of a class one of its members. */
@Path("/api/classes/{id}/members/{user}")
@Authenticated
@Cache(isPrivate = true, noCache = true)
@Tag(name = "Back office")
class MemberResource {
  /**
   * A member of a class.
   *
   * @param section null for none
   * @param totalPoints on the board of the class
   * @param rank on the board of the class; null if not on it
   * @param currentStreak in days, over all classes
   * @param streakState {@code safe_today} or {@code at_risk}; null without a streak
   * @param level that of the points in the class; null without any
   * @param achievements those of everybody and of the class, oldest first
   * @param results the newest of the class first
   */
  @RegisterForReflection
  @Schema(name = "MemberOfClass")
  record Member(
      Player user,
      Role role,
      String section,
      @Hundredths long totalPoints,
      Integer rank,
      int currentStreak,
      StreakState streakState,
      Levels.Reached level,
      List<Achievement> achievements,
      List<MemberResult> results) {}

  private final ClassRights rights;
  private final Classes classes;
  private final Learners learners;
  private final Standings standings;
  private final Leaderboard leaderboard;
  private final Streaks streaks;
  private final Levels levels;
  private final Achievements achievements;

  MemberResource(
      ClassRights rights,
      Classes classes,
      Learners learners,
      Standings standings,
      Leaderboard leaderboard,
      Streaks streaks,
      Levels levels,
      Achievements achievements) {
    this.rights = rights;
    this.classes = classes;
    this.learners = learners;
    this.standings = standings;
    this.leaderboard = leaderboard;
    this.streaks = streaks;
    this.levels = levels;
    this.achievements = achievements;
  }

  @GET
  @Operation(
      summary = "One member of a class: points, rank, streak, achievements and results",
      description = "What caused each point is in the ledger of the member.")
  public Member get(
      @PathParam("id") @Identifier String id,
      @PathParam("user") @UserId String user,
      @QueryParam("results") @DefaultValue("100") @Min(0) @Max(500) int results) {
    rights.requireStaff(id);
    var membership =
        classes.memberships(user).stream()
            .filter(any -> any.id().equals(id))
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound("The class has no such member."));
    var board = Board.ofClass(id);
    var streak = streaks.ongoing(user);
    return new Member(
        new Player(user, learners.namesInClass(id, List.of(user)).get(user)),
        membership.role(),
        membership.section(),
        standings.storedTally(board, user).points(),
        leaderboard.ranks(board, List.of(user), Audience.STAFF).get(user),
        streak.days(),
        streak.state(),
        levels.of(user).stream()
            .filter(reached -> id.equals(reached.classId()))
            .findFirst()
            .orElse(null),
        achievements.inClass(user, id),
        MemberResult.newest(id, user, results));
  }
}
