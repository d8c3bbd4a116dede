package dev.laurel.leaderboard.visibility;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.index.BoardChannel;
import dev.laurel.outage.DatabaseAway;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/**
 * Freezes boards at the time set for them: students go on seeing a snapshot. Whichever node notices
 * first does it. All methods block.
 */
@ApplicationScoped
public class Freezing {
  private final BoardSettingsRepository settings;
  private final SnapshotBulk snapshots;
  private final BoardChannel channel;
  private final Audit audit;
  private final Clock clock;

  Freezing(
      BoardSettingsRepository settings,
      SnapshotBulk snapshots,
      BoardChannel channel,
      Audit audit,
      Clock clock) {
    this.settings = settings;
    this.snapshots = snapshots;
    this.channel = channel;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Sets when the board is to be frozen, and thaws it if it is frozen now.
   *
   * @param at null for never
   */
  @Transactional
  void freezeAt(Board board, Instant at) {
    var found = settings.lock(board);
    SnapshotStanding.delete("board", board.key());
    found.frozen = false;
    found.freezeAt = at;
    found.revision++;
    audit.record(
        at == null ? AuditAction.BOARD_THAWED : AuditAction.BOARD_FREEZE_SET,
        board.key(),
        at == null ? null : "at " + at);
  }

  @Scheduled(
      identity = "leaderboard.freezing",
      every = "1s",
      delayed = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void freezeDue() {
    settings.freezeDue(clock.instant()).forEach(this::freeze);
  }

  /**
   * The board's settings now. Freezes the board first if its time has come: from then on students
   * must not see it live.
   */
  public BoardSettings settingsNow(Board board) {
    var found = settings.find(board);
    if (!found.isFreezeDue(clock.instant())) {
      return found;
    }
    freeze(board);
    return settings.find(board);
  }

  private void freeze(Board board) {
    if (QuarkusTransaction.requiringNew().call(() -> makeSnapshot(board))) {
      channel.publish(board);
    }
  }

  /** Returns false if the board is not to be frozen any more, or another node has done it. */
  private boolean makeSnapshot(Board board) {
    snapshots.lock(board);
    var found = settings.lock(board);
    if (!found.isFreezeDue(clock.instant())) {
      return false;
    }
    found.frozenVersion = snapshots.copy(board);
    found.frozen = true;
    found.revision++;
    return true;
  }
}
