package dev.laurel.leaderboard.season;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The seasons in the database. All methods block. */
@ApplicationScoped
public class Seasons {
  private static final String SELECT =
      "select id, class_id, name, problem_ids, starts_at, ends_at, weekly, closed_at from season ";

  /** The first half of the advisory locks on seasons, which nothing else in the database takes. */
  private static final int LOCKS = 0x6C61_0001;

  private final BulkSql statements;
  private final Audit audit;

  Seasons(BulkSql statements, Audit audit) {
    this.statements = statements;
    this.audit = audit;
  }

  /** Those that are not closed, although some may not have begun, or be over. */
  @Transactional
  public List<Season> open() {
    return statements.query(SELECT + "where closed_at is null", Seasons::read);
  }

  /** Those of a class, or of everybody (null), the newest first. */
  @Transactional
  public List<Season> of(String classId) {
    return statements.query(
        SELECT + "where class_id is not distinct from ? order by starts_at desc, id limit 500",
        Seasons::read,
        classId);
  }

  @Transactional
  public Optional<Season> find(String id) {
    return statements.query(SELECT + "where id = ?", Seasons::read, id).stream().findFirst();
  }

  private static Season read(ResultSet row) throws SQLException {
    var problems = row.getArray(4);
    return new Season(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        problems == null ? List.of() : List.of((String[]) problems.getArray()),
        instant(row, 5),
        instant(row, 6),
        row.getBoolean(7),
        instant(row, 8));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** Adds a season, unless there is one with its id. */
  @Transactional
  public void start(Season season) {
    int added =
        statements.update(
            """
        insert into season (id, class_id, name, problem_ids, starts_at, ends_at, weekly)
        values (?, ?, ?, ?::text[], ?::timestamptz, ?::timestamptz, ?) on conflict do nothing""",
            season.id(),
            season.classId(),
            season.name(),
            season.problemIds().isEmpty() ? null : season.problemIds().toArray(String[]::new),
            season.startsAt().toString(),
            season.endsAt() == null ? null : season.endsAt().toString(),
            season.weekly());
    if (added > 0) {
      audit.record(AuditAction.SEASON_STARTED, season.id(), season.classId());
    }
  }

  /**
   * Has those of the seasons that are still open stay so until the transaction ends, and returns
   * them: what it writes to their boards is on the final ones. Nothing must be written to those of
   * the others. To be called after the users were locked. Whoever closes a season waits for one
   * such lock only, one season at a time, and for no user's, so that the order of the seasons does
   * not matter.
   */
  @Transactional(TxType.MANDATORY)
  public List<Season> keepOpen(List<Season> seasons) {
    if (seasons.isEmpty()) {
      return List.of();
    }
    var ids = seasons.stream().map(Season::id).toArray(String[]::new);
    statements.query(
        "select pg_advisory_xact_lock_shared(?, hashtext(id)) from unnest(?::text[]) as given (id)",
        row -> true,
        LOCKS,
        ids);
    // Only a statement that begins after that sees who closed one meanwhile.
    var open =
        Set.copyOf(
            statements.query(
                "select id from season where id = any (?::text[]) and closed_at is null",
                row -> row.getString(1),
                (Object) ids));
    return seasons.stream().filter(season -> open.contains(season.id())).toList();
  }

  /**
   * Has the season's board change no more, with all or nothing of each transaction that adds to it.
   * What is left to do is that of {@link FinalBoards} and {@link SeasonClearing}.
   *
   * @return whether this did it, and nobody before
   */
  @Transactional
  public boolean close(Season season, Instant now) {
    statements.query(
        "select pg_advisory_xact_lock(?, hashtext(?))", row -> true, LOCKS, season.id());
    var locked =
        statements.query(
            "select closed_at is null from season where id = ? for update",
            row -> row.getBoolean(1),
            season.id());
    if (locked.isEmpty() || !locked.get(0)) {
      return false;
    }
    statements.update(
        "update season set closed_at = ?::timestamptz, copying = true, cleared = true where id = ?",
        now.toString(),
        season.id());
    audit.record(AuditAction.SEASON_CLOSED, season.id(), season.classId());
    return true;
  }

  /** The closed ones whose boards are still to be copied. */
  @Transactional
  public List<Season> toCopy() {
    return statements.query(SELECT + "where copying order by closed_at", Seasons::read);
  }

  /** Whether the board is still to be copied. */
  @Transactional(TxType.MANDATORY)
  public boolean isCopying(Season season) {
    return !statements
        .query("select from season where id = ? and copying", row -> true, season.id())
        .isEmpty();
  }

  /** Says that the board has been copied, and is to be shown as of the version. */
  @Transactional(TxType.MANDATORY)
  public void copied(Season season, long version) {
    statements.update(
        "update season set copying = false, cleared = false, closed_version = ? where id = ?",
        version,
        season.id());
  }

  /** The closed ones of which there may still be what their boards were made from. */
  @Transactional
  public List<Season> toClear() {
    return statements.query(
        SELECT + "where closed_at is not null and not cleared order by closed_at", Seasons::read);
  }

  /** Says that nothing of a closed season is left but its final board, if that is so. */
  @Transactional(TxType.MANDATORY)
  public void cleared(Season season) {
    statements.update(
        """
        update season set cleared = true
        where id = ? and closed_at is not null and not exists (select from standing where board = ?)""",
        season.id(),
        season.board().key());
  }

  /** The closed ones whose scores an earlier version has left. */
  @Transactional
  public List<Season> withScoresLeft() {
    return statements.query(SELECT + "where scores_left order by closed_at", Seasons::read);
  }

  @Transactional
  public void scoresCleared(List<Season> seasons) {
    statements.update(
        "update season set scores_left = false where id = any (?::text[])",
        (Object) seasons.stream().map(Season::id).toArray(String[]::new));
  }

  /** The version of a season's final board; empty for boards that are no such. */
  @Transactional
  public Optional<Long> closedVersion(Board board) {
    return board
        .seasonId()
        .flatMap(
            id ->
                statements
                    .query(
                        "select closed_version from season where id = ? and closed_at is not null and not copying",
                        row -> row.getLong(1),
                        id)
                    .stream()
                    .findFirst());
  }
}
