package dev.laurel.leaderboard.season;

import dev.laurel.course.Classes;
import dev.laurel.outage.DatabaseSchedule;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Closes seasons that are over, and has the next week follow, whichever node notices first. */
@ApplicationScoped
class SeasonCalendar {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** So long before its week the next season is there, so that nothing falls in between. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final Seasons seasons;
  private final SeasonClearing clearing;
  private final Classes classes;
  private final DatabaseSchedule schedule;
  private final Clock clock;

  SeasonCalendar(
      Seasons seasons,
      SeasonClearing clearing,
      Classes classes,
      DatabaseSchedule schedule,
      Clock clock) {
    this.seasons = seasons;
    this.clearing = clearing;
    this.classes = classes;
    this.schedule = schedule;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    schedule.every(INTERVAL, LOG, "seasons not closed and continued", this::keep);
  }

  private void keep() {
    var now = clock.instant();
    var ending =
        seasons.open().stream()
            .filter(season -> season.endsAt() != null && !season.endsAt().isAfter(now.plus(AHEAD)))
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

  /** Has the season's board change no more; answers whether this did it. */
  boolean close(Season season) {
    boolean closed = seasons.close(season, clock.instant());
    if (closed) {
      clearing.wake();
      LOG.infof("Season %s is closed", season.id());
    }
    return closed;
  }
}
