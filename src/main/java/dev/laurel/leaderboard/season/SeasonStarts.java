package dev.laurel.leaderboard.season;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.errors.ProblemException;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Starts seasons at the request of users, as many as may be open. All methods block. */
@ApplicationScoped
@Transactional
class SeasonStarts {
  /** The most open seasons of one class. */
  static final int OPEN_OF_CLASS = 20;

  /** The most open seasons of everybody that one user has started. Every submission reads them. */
  static final int OPEN_OF_STARTER = 10;

  /** The most open seasons of everybody. */
  private static final int OPEN_OF_EVERYBODY = 50;

  private final Seasons seasons;
  private final Classes classes;
  private final Sql sql;
  private final Audit audit;

  SeasonStarts(Seasons seasons, Classes classes, Sql sql, Audit audit) {
    this.seasons = seasons;
    this.classes = classes;
    this.sql = sql;
    this.audit = audit;
  }

  /**
   * Starts a season for a user, unless an open one is the same.
   *
   * @return the season, or the one that is the same
   * @throws ProblemException 409, if too many are open; 400, if the class is archived
   */
  Season start(Season season, Predicate<Season> isSame, String user) {
    // So that two requests at once neither start the same season twice nor pass the limit.
    sql.lock(AdvisoryLock.SEASON, "start " + season.classId());
    var open =
        seasons.open(season.classId() == null ? List.of() : List.of(season.classId())).stream()
            .filter(other -> Objects.equals(other.classId(), season.classId()))
            .toList();
    return open.stream()
        .filter(isSame)
        .findFirst()
        .orElseGet(
            () -> {
              requireNotArchived(season.classId());
              requireRoom(open, season.classId(), user);
              seasons.start(season);
              return season;
            });
  }

  private void requireRoom(List<Season> open, String classId, String user) {
    if (open.size() >= (classId == null ? OPEN_OF_EVERYBODY : OPEN_OF_CLASS)) {
      throw tooMany(open.size());
    }
    if (classId == null) {
      var theirs = audit.targets(AuditAction.SEASON_STARTED, user);
      long count = open.stream().filter(season -> theirs.contains(season.firstId())).count();
      if (count >= OPEN_OF_STARTER) {
        throw tooMany(count);
      }
    }
  }

  private void requireNotArchived(String classId) {
    if (classId != null && !classes.archived(Set.of(classId)).isEmpty()) {
      throw ProblemException.badRequest("class_id", "is archived and takes no results");
    }
  }

  private static ProblemException tooMany(long count) {
    return ProblemException.conflict(
        "There are %d open seasons; close or delete one to start another.".formatted(count));
  }

  /** True if the user started the season, or the first of its weeks. */
  boolean isStartedBy(Season season, String user) {
    return audit.targets(AuditAction.SEASON_STARTED, user).contains(season.firstId());
  }
}
