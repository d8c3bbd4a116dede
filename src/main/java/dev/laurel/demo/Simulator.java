package dev.laurel.demo;

import dev.laurel.submission.SubmissionService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Submits for the class at random intervals, through the service that graders' requests use. */
@ApplicationScoped
class Simulator {
  private static final Logger LOG = Logger.getLogger("laurel.demo");
  private static final double SHORTEST = 0.4;
  private static final double LONGEST = 1.6;

  private final SubmissionService submissions;
  private final Turns turns;
  private final DemoConfig config;
  private final ScheduledExecutorService executor;
  private final Clock clock;
  private Coursework coursework;
  private ScheduledFuture<?> next;
  private boolean failing;

  Simulator(
      SubmissionService submissions,
      Turns turns,
      DemoConfig config,
      ScheduledExecutorService executor,
      Clock clock) {
    this.submissions = submissions;
    this.turns = turns;
    this.config = config;
    this.executor = executor;
    this.clock = clock;
  }

  /** Starts submitting unless the configured rate is 0. */
  synchronized void start() {
    if (config.submissionsPerMinute() > 0) {
      coursework = new Coursework(DemoClass.students(), new Random());
      schedule(delay());
    }
  }

  /** Stops submitting, and waits for a submission in progress. */
  synchronized void stop() {
    coursework = null;
    if (next != null) {
      next.cancel(false);
    }
  }

  private void schedule(Duration delay) {
    try {
      next = executor.schedule(this::turn, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the service is ending", e);
    }
  }

  private synchronized void turn() {
    if (coursework == null) {
      return;
    }
    var delay = delay();
    try {
      if (turns.take(delay)) {
        submissions.submit(List.of(coursework.next(clock.instant()))).toCompletableFuture().join();
      }
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warnf("The demo's class cannot submit: %s", e.toString());
      }
      failing = true;
    }
    schedule(delay);
  }

  private Duration delay() {
    double mean = (double) TimeUnit.MINUTES.toMillis(1) / config.submissionsPerMinute();
    return Duration.ofMillis(
        Math.round(mean * ThreadLocalRandom.current().nextDouble(SHORTEST, LONGEST)));
  }
}
