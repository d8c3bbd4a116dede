package dev.laurel.ledger;

import static java.util.stream.Collectors.toMap;

import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.sql.Paging;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the ledger. All methods block. */
@ApplicationScoped
@Transactional
public class Ledger {
  /**
   * A page of the ledger.
   *
   * @param totalPoints the points at present, which are those after the newest entry
   * @param items newest first
   * @param next the {@code before} of the next page; null at the end
   */
  @RegisterForReflection
  record Page(@Hundredths long totalPoints, List<Entry> items, Long next) {}

  /**
   * One change of points.
   *
   * @param at when the points changed
   * @param submittedAt when the result that caused it was handed in, the {@code at} of an
   *     adjustment, the {@code earned_at} of an achievement; null for rules
   * @param cause {@code result}, {@code regrade}, {@code withdrawal}, {@code release}, {@code
   *     adjustment}, {@code balance}, {@code authority}, {@code achievement} or {@code rules}
   * @param source the grader; with {@code submissionId} and {@code revision} the result or the
   *     adjustment that caused it; null for achievements, and the last two for rules
   * @param achievementId null unless an achievement brought the points
   * @param title the problem, the achievement, or the reason of an adjustment
   * @param rulesVersion of the class's rules; null outside classes, and for achievements
   */
  @RegisterForReflection
  public record Entry(
      long id,
      Instant at,
      Instant submittedAt,
      String classId,
      String cause,
      String source,
      String submissionId,
      Integer revision,
      String achievementId,
      String title,
      Integer rulesVersion,
      @Hundredths long change,
      @Hundredths long before,
      @Hundredths long after) {
    private static Entry of(LedgerEntry entry) {
      return new Entry(
          entry.id,
          entry.at,
          entry.submittedAt,
          entry.classId,
          entry.cause,
          entry.source,
          // The ids of adjustments begin with a tab, so that they are no submission's.
          entry.submissionId == null ? null : entry.submissionId.strip(),
          entry.revision,
          entry.achievementId,
          entry.title,
          entry.rulesVersion,
          entry.change,
          entry.total - entry.change,
          entry.total);
    }
  }

  private final Standings standings;

  Ledger(Standings standings) {
    this.standings = standings;
  }

  /**
   * A page of a user's changes, newest first.
   *
   * @param classId null for those of the global board
   * @param before only entries with smaller ids
   */
  Page of(String user, String classId, long before, int limit) {
    var found = LedgerEntry.of(user, classId, before, limit);
    return new Page(
        standings.storedTally(Board.ofClassOrGlobal(classId), user).points(),
        found.stream().map(Entry::of).toList(),
        Paging.next(found, limit, entry -> entry.id));
  }

  /** One entry of a user; empty for one that is not the user's. */
  public Optional<Entry> entry(String user, long id) {
    return LedgerEntry.<LedgerEntry>findByIdOptional(id)
        .filter(entry -> entry.userId.equals(user))
        .map(Entry::of);
  }

  /** Entries by id, of whichever users. */
  public Map<Long, Entry> entries(Collection<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : LedgerEntry.<LedgerEntry>stream("id in ?1", Set.copyOf(ids))
            .collect(toMap(entry -> entry.id, Entry::of));
  }

  /**
   * True if a result or an adjustment has changed a user's points on the board of an entry since.
   *
   * @param source who gave it; {@code id} is unique within it
   */
  public boolean isCorrected(String user, long since, String source, String id) {
    var classId = LedgerEntry.<LedgerEntry>findById(since).classId;
    return LedgerEntry.count(
            """
            userId = ?1 and id > ?2 and classId = ?3 and source = ?4
            and (submissionId = ?5 or submissionId = concat('\t', ?5))""",
            user,
            since,
            classId,
            source,
            id)
        > 0;
  }
}
