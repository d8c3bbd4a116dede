package dev.laurel.leaderboard.season;

import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import java.util.concurrent.CompletableFuture;

/** Counts the seasons that the transaction of a submission reads. */
@Singleton
class RowsRead {
  private static final int LAST = Interceptor.Priority.PLATFORM_AFTER;

  @Inject EntityManager entities;

  private volatile String user = "";
  private volatile Thread grading;
  private volatile CompletableFuture<Long> rows = new CompletableFuture<>();

  /** Runs what makes a submission of a user, and returns the seasons that its transaction read. */
  long of(String user, Runnable submission) {
    rows = new CompletableFuture<>();
    this.user = user;
    submission.run();
    return rows.join();
  }

  /** Measures nothing any more. */
  void stop() {
    user = "";
  }

  void begin(@Observes GradingStarted started) {
    if (started.users().contains(user)) {
      grading = Thread.currentThread();
    }
  }

  void end(@Observes @Priority(LAST) GradingFinished finished) {
    if (grading == Thread.currentThread()) {
      grading = null;
      rows.complete(read());
    }
  }

  private long read() {
    return ((Number)
            entities
                .createNativeQuery(
                    """
                    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))
                    from pg_stat_xact_user_tables where relname = 'season'\
                    """)
                .getSingleResult())
        .longValue();
  }
}
