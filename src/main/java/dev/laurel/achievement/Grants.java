package dev.laurel.achievement;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Grants and revokes achievements by hand. All methods block. */
@ApplicationScoped
@Transactional
class Grants {
  private final Definitions definitions;
  private final AchievementPoints points;
  private final Learners learners;
  private final Classes classes;
  private final Standings standings;
  private final NotificationLog log;
  private final Audit audit;
  private final Clock clock;

  Grants(
      Definitions definitions,
      AchievementPoints points,
      Learners learners,
      Classes classes,
      Standings standings,
      NotificationLog log,
      Audit audit,
      Clock clock) {
    this.definitions = definitions;
    this.points = points;
    this.learners = learners;
    this.classes = classes;
    this.standings = standings;
    this.log = log;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Grants an achievement, active or not, unless the user has it.
   *
   * @param definition of the class that the user must be a student of, or of everybody
   * @throws ProblemException 404, if the user is none of those who could have it; 409, if the class
   *     is archived
   */
  Frame.Achievement grant(String user, Definition definition, String reason) {
    var found = lock(user, definition);
    if (found.filter(earned -> earned.revokedAt == null).isPresent()) {
      return definition.earned(found.get().earnedAt);
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var earned = found.orElseGet(() -> EarnedAchievement.of(user, definition.id()));
    earned.points = definition.points();
    earned.earnedAt = now;
    earned.revokedAt = null;
    earned.reason = reason;
    earned.persist();
    var achievement = definition.earned(now);
    change(
        user,
        definition,
        new Frame.AchievementEarned(achievement, earned.points, reason),
        earned.points,
        now);
    audit.recordOfUser(AuditAction.ACHIEVEMENT_GRANTED, user, definition.id());
    return achievement;
  }

  /**
   * Revokes an achievement, which then is not earned again.
   *
   * @throws ProblemException 404, if the user does not have it; 409, if the class is archived
   */
  void revoke(String user, Definition definition, String reason) {
    var earned =
        lock(user, definition)
            .filter(found -> found.revokedAt == null)
            .orElseThrow(() -> ProblemException.notFound("The user does not have it."));
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    earned.revokedAt = now;
    earned.reason = reason;
    var achievement = definition.earned(earned.earnedAt);
    change(
        user,
        definition,
        new Frame.AchievementRevoked(achievement, earned.points, reason),
        -earned.points,
        now);
    audit.recordOfUser(AuditAction.ACHIEVEMENT_REVOKED, user, definition.id());
  }

  private Optional<EarnedAchievement> lock(String user, Definition definition) {
    if (!learners.lockKnown(user)) {
      throw ProblemException.notFound("There is no such user.");
    }
    var classId = definition.classId();
    classes.requireNotArchived(Collections.singleton(classId));
    if (classId != null && classes.role(classId, user).filter(Role::isLearner).isEmpty()) {
      throw ProblemException.notFound("The class has no such student.");
    }
    return EarnedAchievement.findByIdOptional(new EarnedAchievement.Key(user, definition.id()));
  }

  private void change(String user, Definition definition, Frame frame, int change, Instant now) {
    var users = Set.of(user);
    standings.load(users, classes.enrolments(users));
    var frames =
        Stream.concat(Stream.of(frame), points.add(user, definition, change, now).stream())
            .toList();
    points.flush();
    log.append(Map.of(user, PendingEvents.untraced(frames)));
  }
}
