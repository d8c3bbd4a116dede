package dev.laurel.leaderboard.season;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The seasons in the database. All methods block. */
@ApplicationScoped
@Transactional
public class Seasons {
  /** The most seasons that a list holds. */
  private static final int LISTED = 500;

  private final Sql sql;
  private final Audit audit;
  private final Clock clock;

  Seasons(Sql sql, Audit audit, Clock clock) {
    this.sql = sql;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The seasons of everybody and of some classes that are not closed; some may not have begun, or
   * may be over.
   */
  public List<Season> open(Collection<String> classIds) {
    return seasons(
        SeasonEntity.list("closedAt is null and (classId is null or classId in ?1)", classIds));
  }

  /** The open seasons that end before a moment. */
  List<Season> endingBefore(Instant moment) {
    return seasons(SeasonEntity.list("closedAt is null and endsAt <= ?1", moment));
  }

  /**
   * The newest seasons of a class, newest first.
   *
   * @param classId null for those of everybody
   */
  List<Season> newest(String classId) {
    var order = " order by startsAt desc, id";
    var found =
        classId == null
            ? SeasonEntity.<SeasonEntity>find("not deleted and classId is null" + order)
            : SeasonEntity.<SeasonEntity>find("not deleted and classId = ?1" + order, classId);
    return seasons(found.page(0, LISTED).list());
  }

  public Optional<Season> find(String id) {
    return SeasonEntity.<SeasonEntity>findByIdOptional(id)
        .filter(season -> !season.deleted)
        .map(SeasonEntity::toSeason);
  }

  /** Adds a season, unless there is one with its id. */
  void start(Season season) {
    if (SeasonEntity.insert(season)) {
      audit.record(AuditAction.SEASON_STARTED, season.id(), season.classId());
    }
  }

  /**
   * Keeps the seasons that are open from being closed until the transaction ends, and returns them.
   * The transaction may write to the boards of these, and of no other seasons. Called after the
   * users are locked. A closing waits for the lock of one season, and holds no user's, so the order
   * of the seasons does not matter.
   */
  @Transactional(TxType.MANDATORY)
  public List<Season> keepOpen(List<Season> candidates) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    var ids = candidates.stream().map(Season::id).toList();
    sql.lockShared(AdvisoryLock.SEASON, ids);
    // A statement that begins after the lock was taken sees the seasons closed before.
    var open =
        SeasonEntity.<SeasonEntity>list("id in ?1 and closedAt is null", ids).stream()
            .map(season -> season.id)
            .collect(Collectors.toSet());
    return candidates.stream().filter(season -> open.contains(season.id())).toList();
  }

  /**
   * Closes the season: its board changes no more. Waits for open transactions that add to it, so
   * that each counts fully or not at all.
   *
   * @return false if it was closed before
   */
  boolean close(Season season) {
    sql.lock(AdvisoryLock.SEASON, season.id());
    var found = SeasonEntity.<SeasonEntity>findById(season.id(), LockModeType.PESSIMISTIC_WRITE);
    if (found == null || found.closedAt != null) {
      return false;
    }
    found.closedAt = clock.instant();
    audit.record(AuditAction.SEASON_CLOSED, season.id(), season.classId());
    return true;
  }

  /**
   * Deletes a season: nobody sees it from now on, and its board does not change any more. Waits
   * like {@link #close}.
   *
   * @return false if it was deleted before
   */
  boolean delete(Season season) {
    sql.lock(AdvisoryLock.SEASON, season.id());
    var found = SeasonEntity.<SeasonEntity>findById(season.id(), LockModeType.PESSIMISTIC_WRITE);
    if (found == null || found.deleted) {
      return false;
    }
    found.deleted = true;
    found.closedAt = found.closedAt == null ? clock.instant() : found.closedAt;
    audit.record(AuditAction.SEASON_DELETED, season.id(), season.classId());
    return true;
  }

  /** The deleted seasons of whose boards something is left. */
  List<Season> deleted() {
    return seasons(SeasonEntity.list("deleted"));
  }

  /** Forgets a deleted season. Returns false if that was done before. */
  @Transactional(TxType.MANDATORY)
  boolean remove(Season season) {
    return SeasonEntity.delete("deleted and id = ?1", season.id()) > 0;
  }

  /** The closed seasons whose final boards are to be made, from standings that are complete. */
  List<Season> closedWithoutFinalBoard() {
    return seasons(
        SeasonEntity.list(
            """
            closedAt is not null and (finalVersion is null or recount) and countedTo is null
            and not deleted order by closedAt"""));
  }

  /** True if the final board of the season is to be made, and no node has done it. */
  @Transactional(TxType.MANDATORY)
  boolean isToBeFinished(Season season) {
    return SeasonEntity.count(
            "id = ?1 and (finalVersion is null or recount) and countedTo is null", season.id())
        > 0;
  }

  /** The seasons closed since a moment whose boards are final. */
  List<Season> finalSince(Instant moment) {
    return seasons(
        SeasonEntity.list("closedAt >= ?1 and finalVersion is not null and not deleted", moment));
  }

  /**
   * Declares the snapshot of the season's board to be the final board.
   *
   * @param version raised above that of the final board before it, if there is one
   */
  @Transactional(TxType.MANDATORY)
  void finish(Season season, long version) {
    SeasonEntity found = SeasonEntity.findById(season.id());
    found.finalVersion =
        found.finalVersion == null ? version : Math.max(version, found.finalVersion + 1);
    found.recount = false;
  }

  /** The version of the season's final board; empty while there is none. */
  public Optional<Long> finalVersion(String id) {
    return SeasonEntity.<SeasonEntity>findByIdOptional(id).map(season -> season.finalVersion);
  }

  private static List<Season> seasons(List<SeasonEntity> found) {
    return found.stream().map(SeasonEntity::toSeason).toList();
  }
}
