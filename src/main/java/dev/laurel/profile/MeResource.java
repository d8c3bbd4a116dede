package dev.laurel.profile;

import dev.laurel.achievement.Achievements;
import dev.laurel.achievement.level.Levels;
import dev.laurel.course.Learners;
import dev.laurel.course.UserName;
import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame.Achievement;
import dev.laurel.notification.Inbox;
import dev.laurel.security.Caller;
import dev.laurel.streak.StreakState;
import dev.laurel.streak.Streaks;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's points, rank, streak and achievements: what a page shows before the first event. */
@Path("/api/me")
@Authenticated
@Tag(name = "Students")
class MeResource {
  /**
   * The caller's state.
   *
   * @param globalRank null if not on the board
   * @param currentStreak in days
   * @param streakState {@code safe_today} or {@code at_risk}; null without a streak
   * @param streakSafeUntil until when the caller need not work for it; null without one
   * @param streakLapsesAt when the streak ends unless it is continued; null without one
   * @param levels those of all points and of the caller's classes, where there are any
   * @param achievements oldest first
   * @param unread the number of unread log entries
   * @param lastSeq the end of the log, from which a socket can resume
   * @param lastSentAt the {@code sent_at} of that event; null if there is none
   */
  @RegisterForReflection
  record Me(
      Player user,
      @Hundredths long totalPoints,
      Integer globalRank,
      int currentStreak,
      StreakState streakState,
      Instant streakSafeUntil,
      Instant streakLapsesAt,
      List<Levels.Reached> levels,
      List<Achievement> achievements,
      long unread,
      long lastSeq,
      Instant lastSentAt) {}

  private final Learners learners;
  private final Standings standings;
  private final Leaderboard leaderboard;
  private final Streaks streaks;
  private final Levels levels;
  private final Achievements achievements;
  private final Inbox inbox;
  private final SecurityIdentity identity;

  MeResource(
      Learners learners,
      Standings standings,
      Leaderboard leaderboard,
      Streaks streaks,
      Levels levels,
      Achievements achievements,
      Inbox inbox,
      SecurityIdentity identity) {
    this.learners = learners;
    this.standings = standings;
    this.leaderboard = leaderboard;
    this.streaks = streaks;
    this.levels = levels;
    this.achievements = achievements;
    this.inbox = inbox;
    this.identity = identity;
  }

  @GET
  @Operation(summary = "The caller's points, rank, streak, achievements and unread count")
  public Me me() {
    var caller = Caller.of(identity);
    var id = caller.id();
    if (!caller.username().equals(id)) {
      var issuedAt = Objects.requireNonNullElse(caller.issuedAt(), Instant.EPOCH);
      learners.renameByToken(id, new UserName(caller.username(), issuedAt));
    }
    // Read first: an event after this end may already count in the rest, and comes again by socket;
    // read last, it could be missed.
    var head = inbox.head(id);
    var streak = streaks.ongoing(id);
    return new Me(
        new Player(id, learners.username(id).orElse(caller.username())),
        standings.storedTally(Board.GLOBAL, id).points(),
        leaderboard.ranks(Board.GLOBAL, List.of(id), Audience.STUDENTS).get(id),
        streak.days(),
        streak.state(),
        streak.safeUntil(),
        streak.lapsesAt(),
        levels.of(id),
        achievements.of(id),
        head.unread(),
        head.lastSeq(),
        head.lastSentAt());
  }
}
