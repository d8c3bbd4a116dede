package dev.laurel.leaderboard.season;

import dev.laurel.course.Classes;
import dev.laurel.outage.ClockWrong;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/**
 * Starts the next season of weekly ones, but not for archived classes, and closes those that have
 * ended. All nodes do.
 */
@ApplicationScoped
class SeasonCalendar {
  /** The next season starts to exist before its week does, so that no result falls in between. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final Seasons seasons;
  private final SeasonClosing closing;
  private final Classes classes;
  private final Clock clock;

  SeasonCalendar(Seasons seasons, SeasonClosing closing, Classes classes, Clock clock) {
    this.seasons = seasons;
    this.closing = closing;
    this.classes = classes;
    this.clock = clock;
  }

  @Scheduled(
      identity = "leaderboard.season-calendar",
      every = "1s",
      delayed = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void advance() {
    var now = clock.instant();
    var ending = seasons.endingBefore(now.plus(AHEAD));
    startNext(ending.stream().filter(Season::weekly).toList(), now);
    ending.stream().filter(season -> !season.endsAt().isAfter(now)).forEach(closing::close);
  }

  private void startNext(List<Season> ending, Instant now) {
    var classIds = new HashSet<String>();
    ending.forEach(season -> classIds.add(season.classId()));
    classIds.remove(null);
    var zones = classes.timeZones(classIds);
    var archived = classes.archived(classIds);
    ending.stream()
        .filter(season -> season.classId() == null || !archived.contains(season.classId()))
        .map(season -> season.next(zones.apply(season.classId())))
        // Late, after an outage: results of its first moments are there already.
        .map(season -> season.startsAt().isBefore(now) ? season.toBeCounted() : season)
        .forEach(seasons::start);
  }
}
