package dev.laurel.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.Text;
import dev.laurel.notification.Frame.AchievementEarned;
import dev.laurel.notification.Frame.AchievementRevoked;
import dev.laurel.notification.Frame.Announcement;
import dev.laurel.notification.Frame.AppealAnswered;
import dev.laurel.notification.Frame.AppealMade;
import dev.laurel.notification.Frame.AssignmentSubmitted;
import dev.laurel.notification.Frame.LevelUp;
import dev.laurel.notification.Frame.PointsUpdate;
import dev.laurel.notification.Frame.PracticeCompleted;
import dev.laurel.notification.Frame.RankChangeEvent;
import dev.laurel.notification.Frame.StreakUpdate;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A personal event, without the {@code seq} and {@code sent_at} that the log adds. On the wire, the
 * names of components are in snake case, and points are decimals of at most two places. All of them
 * are here. Over 200 lines, since the events of a sealed interface belong together.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AchievementEarned.class, name = "achievement_earned"),
  @JsonSubTypes.Type(value = PointsUpdate.class, name = "points_update"),
  @JsonSubTypes.Type(value = PracticeCompleted.class, name = "practice_completed"),
  @JsonSubTypes.Type(value = AssignmentSubmitted.class, name = "assignment_submitted"),
  @JsonSubTypes.Type(value = StreakUpdate.class, name = "streak_update"),
  @JsonSubTypes.Type(value = AchievementRevoked.class, name = "achievement_revoked"),
  @JsonSubTypes.Type(value = LevelUp.class, name = "level_up"),
  @JsonSubTypes.Type(value = AppealMade.class, name = "appeal_made"),
  @JsonSubTypes.Type(value = AppealAnswered.class, name = "appeal_answered"),
  @JsonSubTypes.Type(value = RankChangeEvent.class, name = "rank_change"),
  @JsonSubTypes.Type(value = Announcement.class, name = "announcement"),
})
@Schema(
    description = "A personal event",
    oneOf = {
      AchievementEarned.class,
      PointsUpdate.class,
      PracticeCompleted.class,
      AssignmentSubmitted.class,
      StreakUpdate.class,
      AchievementRevoked.class,
      LevelUp.class,
      AppealMade.class,
      AppealAnswered.class,
      RankChangeEvent.class,
      Announcement.class
    },
    discriminatorProperty = "type",
    discriminatorMapping = {
      @DiscriminatorMapping(value = "achievement_earned", schema = AchievementEarned.class),
      @DiscriminatorMapping(value = "points_update", schema = PointsUpdate.class),
      @DiscriminatorMapping(value = "practice_completed", schema = PracticeCompleted.class),
      @DiscriminatorMapping(value = "assignment_submitted", schema = AssignmentSubmitted.class),
      @DiscriminatorMapping(value = "streak_update", schema = StreakUpdate.class),
      @DiscriminatorMapping(value = "achievement_revoked", schema = AchievementRevoked.class),
      @DiscriminatorMapping(value = "level_up", schema = LevelUp.class),
      @DiscriminatorMapping(value = "appeal_made", schema = AppealMade.class),
      @DiscriminatorMapping(value = "appeal_answered", schema = AppealAnswered.class),
      @DiscriminatorMapping(value = "rank_change", schema = RankChangeEvent.class),
      @DiscriminatorMapping(value = "announcement", schema = Announcement.class)
    })
@RegisterForReflection
public sealed interface Frame {

  /** The addresses of pictures. */
  String PICTURE = "https://[^\\s\\p{Cntrl}\"<>\\\\^`{|}]+";

  /** Tags of languages. */
  String LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}";

  /**
   * The user earned an achievement.
   *
   * @param reason why it was granted by hand; null if it was earned
   */
  record AchievementEarned(
      @NotNull @Valid Achievement achievement,
      @NotNull @Hundredths(min = 0) Integer pointsEarned,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Text @Size(max = 500) String reason)
      implements Frame {
    /** This frame with the time of earning set to now if it has none. */
    AchievementEarned at(Instant now) {
      return achievement.earnedAt() != null
          ? this
          : new AchievementEarned(achievement.earnedAt(now), pointsEarned, reason);
    }
  }

  /**
   * An achievement as clients see it.
   *
   * @param rarity common, uncommon, rare, epic or legendary
   * @param earnedAt null in frames of other back ends that mean now
   * @param picture an address; null if {@code badgeType} says which picture to show
   * @param texts name and description in other languages, by language tag; null without any
   */
  record Achievement(
      @NotNull @Text @Size(max = 64) String id,
      @NotNull @Text @Size(max = 200) String name,
      @NotNull @Text @Size(max = 1000) String description,
      @NotNull @Text @Size(max = 64) String badgeType,
      @NotNull @Pattern(regexp = "common|uncommon|rare|epic|legendary") String rarity,
      Instant earnedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Size(max = 500)
          @Pattern(regexp = PICTURE, message = "must be an https address")
          String picture,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Size(max = 20)
          Map<
                  @Pattern(regexp = LANGUAGE, message = "must be a language tag such as de") String,
                  @NotNull @Valid Translation>
              texts) {
    private Achievement earnedAt(Instant time) {
      return new Achievement(id, name, description, badgeType, rarity, time, picture, texts);
    }
  }

  /** The name of an achievement in another language. */
  @RegisterForReflection
  record Translation(
      @NotNull @Text @Size(max = 200) String name,
      @NotNull @Text @Size(max = 1000) String description) {}

  /**
   * An achievement of the user was revoked.
   *
   * @param pointsLost those that it had brought
   */
  record AchievementRevoked(
      @NotNull @Valid Achievement achievement,
      @NotNull @Hundredths(min = 0) Integer pointsLost,
      @NotNull @Text @Size(max = 500) String reason)
      implements Frame {}

  /**
   * The user reached a level.
   *
   * @param next the level after it; null at the highest
   * @param classId the class whose points count; null for all points
   */
  record LevelUp(
      @NotNull @Valid Level level, @Valid Level next, @Text @Size(max = 128) String classId)
      implements Frame {}

  /**
   * A level.
   *
   * @param points the least that reach it
   */
  @RegisterForReflection
  record Level(
      @NotNull @Text @Size(max = 100) String name, @NotNull @Hundredths(min = 0) Long points) {}

  /**
   * The user's points changed.
   *
   * @param pointsEarned the difference, if not given
   * @param source {@code practice}, {@code assignment}, {@code achievement}, {@code adjustment},
   *     {@code withdrawal}, {@code rules} when those of a class have changed, or another back end's
   *     word
   * @param reason why somebody changed them by hand; left out otherwise
   * @param regraded true if a result was graded again; left out otherwise
   */
  record PointsUpdate(
      @NotNull @Hundredths Long oldPoints,
      @NotNull @Hundredths Long newPoints,
      @NotNull @Hundredths Long pointsEarned,
      @NotNull @Text @Size(max = 64) String source,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Text @Size(max = 300) String reason,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean regraded)
      implements Frame {
    public PointsUpdate {
      if (pointsEarned == null && oldPoints != null && newPoints != null) {
        pointsEarned = newPoints - oldPoints;
      }
    }
  }

  /**
   * The user completed a practice question.
   *
   * @param percent the score as a part of the full score, rounded to two decimals; null in frames
   *     of other back ends that give none
   * @param regraded true if a result was graded again; left out otherwise
   */
  record PracticeCompleted(
      @NotNull @Text @Size(max = 300) String questionTitle,
      @NotNull @Hundredths Integer pointsEarned,
      @NotNull @Min(1) Integer attemptNumber,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double percent,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean regraded)
      implements Frame {
    public PracticeCompleted {
      percent = rounded(percent);
    }
  }

  /**
   * An assignment of the user was graded.
   *
   * @param score as graded, rounded to two decimals; null in frames of other back ends that give
   *     none
   * @param percent the score as a part of the full score, rounded likewise; null likewise
   * @param regraded true if it was graded again; left out otherwise
   */
  record AssignmentSubmitted(
      @NotNull @Text @Size(max = 300) String assignmentTitle,
      @NotNull @Hundredths Integer pointsEarned,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double score,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double percent,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean regraded)
      implements Frame {
    public AssignmentSubmitted {
      score = rounded(score);
      percent = rounded(percent);
    }
  }

  private static Double rounded(Double number) {
    return number == null || !Double.isFinite(number)
        ? number
        : Double.valueOf(
            BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP).doubleValue());
  }

  /**
   * The user's streak grew, began again, lapsed, or was counted anew.
   *
   * @param state how it stands when the frame is made: {@code safe_today}, {@code at_risk} or
   *     {@code lapsed}; null in frames of other back ends that do not say
   * @param safeUntil until when the user need not work; null if it lapsed, or is not known
   * @param lapsesAt when it ends unless the user works before; null if it lapsed, or is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StreakUpdate(
      @NotNull @Min(0) Integer currentStreak,
      @NotNull @Text @Size(max = 32) String streakType,
      @Pattern(regexp = "safe_today|at_risk|lapsed") String state,
      @Moment Instant safeUntil,
      @Moment Instant lapsesAt)
      implements Frame {}

  /**
   * A student made an appeal in a class that the user teaches. It says neither who nor what: the
   * student may be erased, and the user's log stays.
   */
  record AppealMade(
      @NotNull @Min(1) Long appealId,
      @NotNull @Identifier String classId,
      @NotNull @Text @Size(max = 300) String className)
      implements Frame {}

  /**
   * An appeal of the user was answered.
   *
   * @param entryId the entry of the ledger that it is about
   * @param title of the entry
   */
  record AppealAnswered(
      @NotNull @Min(1) Long appealId,
      @NotNull @Min(1) Long entryId,
      @NotNull @Identifier String classId,
      @NotNull @Text @Size(max = 300) String title,
      @NotNull @Pattern(regexp = "accepted|declined") String decision,
      @NotNull @Text @Size(max = 1000) String text)
      implements Frame {}

  /**
   * Another back end says that the user's rank has changed. Laurel itself sends what boards show to
   * the leaderboard sockets, and does not append it.
   *
   * @param oldRank null if the user was not on the board
   * @param newRank null if the user is no longer on it
   * @param leaderboardType {@code class} or {@code global}; by default what {@code classId} says
   * @param classId null on the global board
   */
  record RankChangeEvent(
      @Min(1) Integer oldRank,
      @Min(1) Integer newRank,
      @NotNull @Pattern(regexp = "global|class") String leaderboardType,
      @Identifier String classId)
      implements Frame {
    public RankChangeEvent {
      if (leaderboardType == null) {
        leaderboardType = classId == null ? "global" : "class";
      }
    }

    @AssertTrue(message = "must be given with leaderboard_type class, and only then")
    boolean isClassId() {
      return "global".equals(leaderboardType) == (classId == null);
    }
  }

  /**
   * Something that another back end has to say.
   *
   * @param classId the class that it is about; left out if there is none
   */
  record Announcement(
      @NotNull @Text @Size(max = 200) String title,
      @NotNull @Text @Size(max = 2000) String text,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Identifier String classId)
      implements Frame {}
}
