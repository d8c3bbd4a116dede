package dev.laurel.leaderboard.season;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Decides who may change a season. Blocks. */
@ApplicationScoped
public class SeasonAccess {
  private final Seasons seasons;
  private final SeasonStarts starts;
  private final ClassRights rights;
  private final SecurityIdentity identity;

  SeasonAccess(
      Seasons seasons, SeasonStarts starts, ClassRights rights, SecurityIdentity identity) {
    this.seasons = seasons;
    this.starts = starts;
    this.rights = rights;
    this.identity = identity;
  }

  /**
   * A season that the caller may change: of a class that they teach, of everybody that they
   * started, or as an operator any.
   *
   * @throws ProblemException 404, for other seasons and unknown ones alike
   */
  public Season changeable(String id) {
    return seasons
        .find(id)
        .filter(this::mayChange)
        .orElseThrow(
            () -> ProblemException.notFound("There is no such season for the caller to change."));
  }

  private boolean mayChange(Season season) {
    return identity.hasRole(Roles.OPERATOR)
        || (season.classId() == null
            ? starts.isStartedBy(season, Caller.of(identity).id())
            : rights.isInstructor(season.classId()));
  }
}
