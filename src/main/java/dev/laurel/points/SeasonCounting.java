package dev.laurel.points;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.SeasonCounts;
import dev.laurel.leaderboard.season.SeasonCounts.Progress;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Chunks;
import dev.laurel.sql.Sql;
import dev.laurel.submission.results.CurrentResults;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts results that are there already for seasons: those handed in before the season was made,
 * and all of a closed season's that is to be counted again. Goes through the users of the total
 * board in the background, some in each transaction, and sets what each has for the season,
 * whatever was counted before. So results that arrive meanwhile, which count at once, count once.
 * Blocks.
 */
@ApplicationScoped
class SeasonCounting {
  /** The users looked at in one transaction. */
  private static final int PAGE = 500;

  /** The users who are locked, and counted, in one transaction. */
  private static final int AT_ONCE = 50;

  private final Sql sql;
  private final SeasonCounts counts;
  private final SeasonCountBulk bulk;
  private final Learners learners;
  private final Classes classes;
  private final Standings standings;
  private final ScoreBatch scores;
  private final CurrentResults results;
  private final Counting counting;
  private final DatabaseAway database;

  /**
   * By season, a number of {@link SeasonCountBulk#newest} from when it was to be seen: transactions
   * of before count nothing for it, and may have results and users that are not to be seen yet.
   */
  private final Map<String, Long> seenAt = new ConcurrentHashMap<>();

  SeasonCounting(
      Sql sql,
      SeasonCounts counts,
      SeasonCountBulk bulk,
      Learners learners,
      Classes classes,
      Standings standings,
      ScoreBatch scores,
      CurrentResults results,
      Counting counting,
      DatabaseAway database) {
    this.sql = sql;
    this.counts = counts;
    this.bulk = bulk;
    this.learners = learners;
    this.classes = classes;
    this.standings = standings;
    this.scores = scores;
    this.results = results;
    this.counting = counting;
    this.database = database;
  }

  @Scheduled(
      identity = "points.count-seasons",
      every = "1s",
      delayed = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void countAll() {
    Chunks.repeat(this::countSome, () -> !database.isStopping());
  }

  /** Returns false if nothing can be counted for now. */
  private boolean countSome() {
    return sql.tryLock(AdvisoryLock.SEASON_COUNTING)
        && counts.next().filter(this::isReady).map(this::countSome).orElse(false);
  }

  private boolean isReady(Progress progress) {
    long seen = seenAt.computeIfAbsent(progress.season().id(), any -> bulk.newest());
    return bulk.oldestRunning() >= seen;
  }

  private boolean countSome(Progress progress) {
    var season = progress.season();
    var users = standings.users(season.board().total(), progress.last(), PAGE);
    var concerned = bulk.concerned(season, users);
    var some = concerned.subList(0, Math.min(AT_ONCE, concerned.size()));
    var locked = learners.lockKnown(some);
    if (!counts.keep(progress)) {
      return true;
    }
    if (!locked.isEmpty()) {
      count(season, locked);
    }
    counts.counted(season, last(users, some, concerned));
    if (users.isEmpty()) {
      seenAt.remove(season.id());
    }
    return true;
  }

  /** The last user done; null if there are no more. */
  private static String last(List<String> users, List<String> some, List<String> concerned) {
    if (users.isEmpty()) {
      return null;
    }
    var done = some.size() < concerned.size() ? some : users;
    return done.get(done.size() - 1);
  }

  private void count(Season season, Set<String> users) {
    var scope = Scope.of(season);
    standings.load(users, classes.enrolments(users));
    scores.delete(List.copyOf(users), scope);
    var classIds = season.classId() == null ? List.<String>of() : List.of(season.classId());
    var byProblem =
        results.ofUsers(users, classIds).values().stream()
            .flatMap(List::stream)
            .filter(scope.counts())
            .collect(groupingBy(result -> PointsLedger.keyOf(result, scope.key())));
    var best =
        byProblem.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, found -> counting.best(found.getValue())));
    best.forEach((key, value) -> scores.change(Score.of(key, value)));
    var byUser =
        best.entrySet().stream()
            .collect(
                groupingBy(
                    score -> score.getKey().userId(), mapping(Map.Entry::getValue, toList())));
    for (var user : users) {
      set(season, user, byUser.getOrDefault(user, List.of()));
    }
    scores.flush();
    standings.flush();
  }

  private void set(Season season, String user, Collection<Best> scores) {
    var board = season.board();
    var before = standings.loadedTally(board, user);
    var after = scores.stream().map(Best::tally).reduce(Tally.NONE, Tally::plus);
    ReachedAt.of(scores)
        .or(() -> standings.reachedAt(board, user))
        .ifPresent(reached -> standings.add(board, user, after.minus(before), reached));
  }
}
