package dev.laurel.leaderboard.visibility;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import dev.laurel.outage.ClockWrong;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Freezes boards at the time set for them: students go on seeing a snapshot. The first to notice
 * does it, by the database's clock: a job of any node, a reader, or a transaction that begins after
 * that time and is about to change the board. All methods block.
 */
@ApplicationScoped
public class Freezing {
  private final BoardSettingsRepository settings;
  private final SnapshotBulk snapshots;
  private final Audit audit;
  private final Clock clock;

  Freezing(BoardSettingsRepository settings, SnapshotBulk snapshots, Audit audit, Clock clock) {
    this.settings = settings;
    this.snapshots = snapshots;
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
    settings.revise(List.of(board));
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
      skipExecutionIf = ClockWrong.class)
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

  /**
   * Called by a transaction before it writes to boards. Freezes those whose time had come when it
   * began. Keeps the others from being frozen until it ends, so that what began before counts.
   */
  @Transactional(TxType.MANDATORY)
  public void freezeBeforeChange(Collection<Board> boards) {
    for (var scheduled : snapshots.scheduled(boards)) {
      if (scheduled.due()) {
        makeSnapshot(scheduled.board());
      } else {
        snapshots.keepFromCopying(scheduled.board());
      }
    }
  }

  private void freeze(Board board) {
    QuarkusTransaction.requiringNew().run(() -> makeSnapshot(board));
  }

  /** Does nothing if the board is not to be frozen any more, or another node has done it. */
  private void makeSnapshot(Board board) {
    snapshots.lock(board);
    var found = settings.lock(board);
    if (!found.isFreezeDue(snapshots.begun())) {
      return;
    }
    found.frozenVersion = snapshots.copy(board);
    found.frozen = true;
    settings.revise(List.of(board));
  }
}
