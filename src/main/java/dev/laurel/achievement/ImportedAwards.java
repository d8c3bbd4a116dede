package dev.laurel.achievement;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserId;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.points.PointsLedger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Awards achievements that were earned elsewhere, with their dates, and takes them away again. They
 * count as granted by hand: results need not meet them. All methods block, in the caller's
 * transaction. Over 200 lines for what may be wrong with an award.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class ImportedAwards {
  private static final String REASON = "Earned before the move.";
  private static final int MOST_POINTS = 1_000_000;

  /**
   * An award.
   *
   * @param points by default those of the achievement
   * @param reason as in a grant
   */
  @RegisterForReflection
  @Schema(name = "ImportedAward")
  public record Award(
      @NotNull @UserId String userId,
      @NotNull @Identifier @Size(max = 64) String achievementId,
      @NotNull @Moment Instant earnedAt,
      @Hundredths(min = 0, max = MOST_POINTS) Integer points,
      @Text @Size(max = 500) String reason) {
    public Award {
      // As precise as awards are.
      earnedAt = earnedAt == null ? null : earnedAt.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * The answer to an award.
   *
   * @param made false for one that the user has already
   * @param error why it was refused; null otherwise
   */
  public record Outcome(boolean made, FieldError error) {
    static final Outcome MADE = new Outcome(true, null);
    static final Outcome PRESENT = new Outcome(false, null);

    static Outcome refused(String field, String message) {
      return new Outcome(false, new FieldError(field, message));
    }
  }

  private final Definitions definitions;
  private final AchievementPoints points;
  private final PointsLedger ledger;
  private final Learners learners;
  private final Classes classes;
  private final Standings standings;
  private final NotificationLog log;

  ImportedAwards(
      Definitions definitions,
      AchievementPoints points,
      PointsLedger ledger,
      Learners learners,
      Classes classes,
      Standings standings,
      NotificationLog log) {
    this.definitions = definitions;
    this.points = points;
    this.ledger = ledger;
    this.learners = learners;
    this.classes = classes;
    this.standings = standings;
    this.log = log;
  }

  /**
   * Awards achievements, after locking their users.
   *
   * @return what became of each, in their order
   */
  public List<Outcome> make(List<Award> awards) {
    var users = learners.lockKnown(new TreeSet<>(awards.stream().map(Award::userId).toList()));
    var enrolments = classes.enrolments(users);
    standings.load(users, enrolments);
    var known = definitions.byId(awards.stream().map(Award::achievementId).distinct().toList());
    var events = new LinkedHashMap<String, PendingEvents>();
    var outcomes = new ArrayList<Outcome>();
    for (var award : awards) {
      outcomes.add(
          users.contains(award.userId())
              ? make(award, known.get(award.achievementId()), enrolments, events)
              : Outcome.refused("user_id", "is not known"));
    }
    points.flush();
    log.append(events);
    return outcomes;
  }

  private Outcome make(
      Award award,
      Definition definition,
      Enrolments enrolments,
      Map<String, PendingEvents> events) {
    var user = award.userId();
    if (definition == null) {
      return Outcome.refused("achievement_id", "is not known");
    }
    var classId = definition.classId();
    if (classId != null && enrolments.role(classId, user).filter(Role::isLearner).isEmpty()) {
      return Outcome.refused("user_id", "is no student of the class " + classId);
    }
    int worth = award.points() == null ? definition.points() : award.points();
    EarnedAchievement present =
        EarnedAchievement.findById(new EarnedAchievement.Key(user, definition.id()));
    if (present != null) {
      return present(present, award, worth);
    }
    var earned = EarnedAchievement.of(user, definition.id());
    earned.points = worth;
    earned.earnedAt = award.earnedAt();
    earned.reason = award.reason() == null ? REASON : award.reason();
    earned.persist();
    var frames = new ArrayList<Frame>();
    frames.add(
        new Frame.AchievementEarned(definition.earned(earned.earnedAt), worth, earned.reason));
    frames.addAll(points.add(user, definition, worth, earned.earnedAt));
    events.merge(user, PendingEvents.untraced(frames), PendingEvents::and);
    return Outcome.MADE;
  }

  private static Outcome present(EarnedAchievement present, Award award, int worth) {
    if (present.revokedAt != null) {
      return Outcome.refused("achievement_id", "was revoked from the user");
    } else if (!present.earnedAt.equals(award.earnedAt())) {
      return Outcome.refused(
          "earned_at",
          "is another than that of the user's award, "
              + present.earnedAt
              + "; import awards before the results that earn them");
    }
    return present.points == worth
        ? Outcome.PRESENT
        : Outcome.refused("points", "are not those of the user's award");
  }

  /**
   * Takes awards away, as if they had never been.
   *
   * @param users who are locked
   * @param ids by user; what a user does not have is left out
   */
  public void remove(Set<String> users, Map<String, ? extends Collection<String>> ids) {
    standings.load(users, classes.enrolments(users));
    var names = new HashMap<String, Definition>();
    ids.forEach(
        (user, lost) -> {
          names.putAll(definitions.byId(List.copyOf(lost)));
          for (var id : lost) {
            var earned =
                EarnedAchievement.<EarnedAchievement>findById(new EarnedAchievement.Key(user, id));
            if (earned != null) {
              remove(earned, names.get(id));
            }
          }
        });
    points.flush();
  }

  private void remove(EarnedAchievement earned, Definition definition) {
    earned.delete();
    EarnedAchievement.flush();
    if (earned.points > 0 && earned.revokedAt == null) {
      var last =
          EarnedAchievement.ofUser(earned.userId).stream()
              .filter(other -> other.points > 0)
              .map(other -> other.earnedAt)
              .max(Comparator.naturalOrder());
      ledger.takeBack(
          earned.userId,
          earned.points,
          earned.earnedAt,
          last,
          definition.id(),
          definition.name(),
          frame -> {});
    }
  }
}
