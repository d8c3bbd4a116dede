package dev.laurel.leaderboard.season;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Optional;

/**
 * How far the results that were there before are counted for a season that was made after them, or
 * whose final board is made again. Blocks.
 */
@ApplicationScoped
@Transactional
public class SeasonCounts {
  /**
   * A season that is being counted.
   *
   * @param last the last user counted, in the order of the database; empty at first
   */
  public record Progress(Season season, String last) {}

  private final Sql sql;
  private final Audit audit;

  SeasonCounts(Sql sql, Audit audit) {
    this.sql = sql;
    this.audit = audit;
  }

  /** A season for which something is left to be counted. */
  public Optional<Progress> next() {
    return SeasonEntity.<SeasonEntity>find(
            "countedTo is not null and not deleted order by startsAt")
        .firstResultOptional()
        .map(found -> new Progress(found.toSeason(), found.countedTo));
  }

  /**
   * Keeps the season from being closed or deleted until the transaction ends, which may write to
   * its board. Called after the users are locked.
   *
   * @return false if it is deleted, or counted from another user on
   */
  @Transactional(TxType.MANDATORY)
  public boolean keep(Progress progress) {
    sql.lockShared(AdvisoryLock.SEASON, List.of(progress.season().id()));
    return SeasonEntity.count(
            "id = ?1 and not deleted and countedTo = ?2", progress.season().id(), progress.last())
        > 0;
  }

  /**
   * Notes that users are counted. The season must be kept.
   *
   * @param last the last of them; null if there are no more
   */
  @Transactional(TxType.MANDATORY)
  public void counted(Season season, String last) {
    SeasonEntity.update("countedTo = ?1 where id = ?2", last, season.id());
  }

  /** Has a season counted again, from the results as they are now, with its final board if any. */
  public void recount(Season season) {
    sql.lock(AdvisoryLock.SEASON, season.id());
    SeasonEntity found = SeasonEntity.findById(season.id(), LockModeType.PESSIMISTIC_WRITE);
    if (found == null || found.deleted) {
      return;
    }
    found.countedTo = "";
    found.recount = found.finalVersion != null;
    audit.record(AuditAction.SEASON_RECOUNTED, season.id(), season.classId());
  }
}
