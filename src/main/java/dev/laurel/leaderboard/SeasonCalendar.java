package dev.laurel.leaderboard;

import dev.laurel.roster.Classes;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Closes seasons that are over, and has the next week follow, whichever node notices first. */
@Startup
@ApplicationScoped
class SeasonCalendar {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");
  private static final long INTERVAL_MILLIS = 1_000;

  /** So long before its week the next season is there, so that nothing falls in between. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final Seasons seasons;
  private final IndexReader index;
  private final BoardChannel channel;
  private final Classes classes;
  private final ScheduledExecutorService executor;
  private final Clock clock;
  private Future<?> schedule;

  SeasonCalendar(
      Seasons seasons,
      IndexReader index,
      BoardChannel channel,
      Classes classes,
      ScheduledExecutorService executor,
      Clock clock) {
    this.seasons = seasons;
    this.index = index;
    this.channel = channel;
    this.classes = classes;
    this.executor = executor;
    this.clock = clock;
  }

  @PostConstruct
  void start() {
    schedule =
        executor.scheduleWithFixedDelay(
            this::keep, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    schedule.cancel(false);
  }

  private void keep() {
    try {
      var now = clock.instant();
      var ending =
          seasons.open().stream()
              .filter(
                  season -> season.endsAt() != null && !season.endsAt().isAfter(now.plus(AHEAD)))
              .toList();
      if (ending.isEmpty()) {
        return;
      }
      var zones = zones(ending.stream().map(Season::classId).collect(Collectors.toSet()));
      ending.stream()
          .filter(Season::weekly)
          .map(season -> next(season, zones.apply(season.classId())))
          .forEach(seasons::start);
      ending.stream().filter(season -> !season.endsAt().isAfter(now)).forEach(this::close);
    } catch (RuntimeException e) {
      LOG.debugf(e, "seasons could not be kept");
    }
  }

  private Function<String, ZoneId> zones(Set<String> classIds) {
    classIds.remove(null);
    return classes.timeZones(classIds);
  }

  /** The season of the week after; weeks are as long as the calendar makes them. */
  static Season next(Season season, ZoneId zone) {
    var start = season.endsAt();
    var first = season.id().replaceFirst("~.*", "");
    return new Season(
        first + "~" + start.atZone(zone).toLocalDate(),
        season.classId(),
        season.name(),
        season.problemIds(),
        start,
        weekAfter(start, zone),
        true,
        null);
  }

  static Instant weekAfter(Instant start, ZoneId zone) {
    return start.atZone(zone).plusWeeks(1).toInstant();
  }

  /** Makes the season's board final; answers whether this did it. */
  boolean close(Season season) {
    boolean closed = seasons.close(season, clock.instant());
    if (closed) {
      index.drop(season.board());
      channel.publish(season.board());
      LOG.infof("Season %s is closed", season.id());
    }
    return closed;
  }
}
