package dev.laurel.achievement.level;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.notification.Frame.Level;
import dev.laurel.rehearsal.RehearsedUsers;
import dev.laurel.rehearsal.UserStates;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The levels of points. A node reads them at most every two seconds, not for each transaction: only
 * the event that one was reached depends on it. All methods block.
 */
@ApplicationScoped
public class Levels {
  private static final Duration AGE = Duration.ofSeconds(2);

  /** Not an id of a class. */
  private static final String EVERYBODY = "";

  /**
   * The level at which a user is.
   *
   * @param classId the class whose points count; null for all points
   * @param level null below the first
   * @param next null at the highest
   */
  @RegisterForReflection
  @Schema(name = "LevelReached")
  public record Reached(String classId, @Hundredths long points, Level level, Level next) {}

  /** Levels by class, of each in the order of their points, as they were read at a time. */
  private record Table(Map<String, List<Level>> byClass, Instant readAt) {
    List<Level> of(String classId) {
      return byClass.getOrDefault(Objects.requireNonNullElse(classId, EVERYBODY), List.of());
    }
  }

  private final Standings standings;
  private final Classes classes;
  private final Audit audit;
  private final LevelBatch batch;
  private final RehearsedUsers rehearsed;
  private volatile Table table = new Table(Map.of(), Instant.MIN);

  Levels(
      Standings standings,
      Classes classes,
      Audit audit,
      LevelBatch batch,
      RehearsedUsers rehearsed) {
    this.standings = standings;
    this.classes = classes;
    this.audit = audit;
    this.batch = batch;
    this.rehearsed = rehearsed;
  }

  private Table table() {
    // The node's clock, since it is about the node's memory.
    var now = Instant.now();
    if (table.readAt().isBefore(now.minus(AGE)) || table.readAt().isAfter(now)) {
      table = new Table(read(), now);
    }
    return table;
  }

  private static Map<String, List<Level>> read() {
    return QuarkusTransaction.joiningExisting()
        .call(
            () ->
                LevelEntity.<LevelEntity>list("order by points").stream()
                    .collect(
                        groupingBy(row -> row.classId, mapping(LevelEntity::level, toList()))));
  }

  /**
   * The levels of a class in the order of their points.
   *
   * @param classId null for those of all points
   */
  List<Level> ofClass(String classId) {
    return QuarkusTransaction.joiningExisting()
        .call(
            () ->
                LevelEntity.<LevelEntity>list(
                        "classId = ?1 order by points",
                        Objects.requireNonNullElse(classId, EVERYBODY))
                    .stream()
                    .map(LevelEntity::level)
                    .toList());
  }

  /** True if there are levels of the class, or with null of all points. */
  boolean has(String classId) {
    return !table().of(classId).isEmpty();
  }

  /**
   * Replaces the levels of a class, or with null those of all points; in a rehearsal only for the
   * rest of its transaction.
   *
   * @return those that are stored now
   * @throws ProblemException 409, if the class is archived
   */
  List<Level> replace(String classId, List<Level> levels) {
    var key = Objects.requireNonNullElse(classId, EVERYBODY);
    QuarkusTransaction.joiningExisting()
        .run(
            () -> {
              classes.requireNotArchived(Collections.singleton(classId));
              if (rehearsed.users().isPresent()) {
                batch.rehearse(levels);
                return;
              }
              LevelEntity.delete("classId", key);
              LevelEntity.flush();
              levels.forEach(level -> LevelEntity.of(key, level.points(), level.name()).persist());
              audit.record(AuditAction.LEVELS_CHANGED, classId, null);
            });
    table = new Table(Map.of(), Instant.MIN);
    return ofClass(classId);
  }

  /** Says at which levels users are, in rehearsals: by what is stored, not what a node has read. */
  void add(@Observes UserStates states) {
    var levels = batch.rehearsed().orElseGet(() -> ofClass(states.classId()));
    var board = Board.ofClassOrGlobal(states.classId());
    for (var user : states.users()) {
      at(levels, standings.loadedTally(board, user).points())
          .ifPresent(level -> states.setLevel(user, level.name()));
    }
  }

  /**
   * The event that a user has reached a level, or several at once; empty if none was.
   *
   * @param classId the class whose points count; null for all points
   */
  public Optional<Frame> up(String classId, long before, long after) {
    var levels = table().of(classId);
    var level = at(levels, after);
    return level
        .filter(reached -> reached.points() > before)
        .map(reached -> new Frame.LevelUp(reached, next(levels, after), classId));
  }

  /** The levels of the user: of all points, and of the classes that have any. */
  public List<Reached> of(String user) {
    return Stream.concat(
            Stream.of(Optional.<String>empty()), classes.ofUser(user).stream().map(Optional::of))
        .map(classId -> classId.orElse(null))
        .filter(this::has)
        .map(classId -> reached(user, classId))
        .toList();
  }

  private Reached reached(String user, String classId) {
    var board = Board.ofClassOrGlobal(classId);
    long points = standings.storedTally(board, user).points();
    var levels = table().of(classId);
    return new Reached(classId, points, at(levels, points).orElse(null), next(levels, points));
  }

  private static Optional<Level> at(List<Level> levels, long points) {
    return levels.stream()
        .filter(level -> level.points() <= points)
        .max(Comparator.comparing(Level::points));
  }

  private static Level next(List<Level> levels, long points) {
    return levels.stream().filter(level -> level.points() > points).findFirst().orElse(null);
  }
}
