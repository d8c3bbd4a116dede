package dev.laurel.leaderboard.visibility;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Base64;

/** The settings of boards in the database. A board without a row has the defaults. Blocks. */
@ApplicationScoped
public class BoardSettingRows {
  private static final int KEY_BYTES = 32;

  private final BulkSql statements;
  private final Audit audit;
  private final SecureRandom random = new SecureRandom();

  BoardSettingRows(BulkSql statements, Audit audit) {
    this.statements = statements;
    this.audit = audit;
  }

  @Transactional
  public BoardSettings of(Board board) {
    return read(board, "");
  }

  /** As {@link #of}; nobody else changes them before the transaction ends. */
  @Transactional(TxType.MANDATORY)
  public BoardSettings lock(Board board) {
    create(board);
    return read(board, " for update");
  }

  private BoardSettings read(Board board, String lock) {
    return statements
        .query(
            "select names, top, pseudonym_key, freeze_at, frozen, frozen_version, revision from board_setting where board = ?"
                + lock,
            BoardSettingRows::settings,
            board.key())
        .stream()
        .findFirst()
        .orElse(BoardSettings.DEFAULT);
  }

  private static BoardSettings settings(ResultSet row) throws SQLException {
    var freezeAt = row.getObject(4, OffsetDateTime.class);
    return new BoardSettings(
        Names.valueOf(row.getString(1)),
        row.getInt(2),
        row.getString(3),
        freezeAt == null ? null : freezeAt.toInstant(),
        row.getBoolean(5),
        row.getLong(6),
        row.getLong(7));
  }

  @Transactional
  public void names(Board board, Names names, int top) {
    create(board);
    statements.update(
        "update board_setting set names = ?, top = ?, revision = revision + 1 where board = ?",
        names.name(),
        top,
        board.key());
    audit.record(
        AuditAction.BOARD_NAMES_CHANGED,
        board.key(),
        names == Names.top ? names + " " + top : names.name());
  }

  /** Whether the user does not want to be seen on the board. */
  @Transactional
  public boolean isHidden(Board board, String user) {
    return !statements
        .query(
            "select 1 from hidden_user where board = ? and user_id = ?",
            row -> true,
            board.key(),
            user)
        .isEmpty();
  }

  @Transactional
  public void hide(Board board, String user, boolean hidden) {
    create(board);
    statements.update(
        hidden
            ? "insert into hidden_user (board, user_id) values (?, ?) on conflict do nothing"
            : "delete from hidden_user where board = ? and user_id = ?",
        board.key(),
        user);
    revise(board);
  }

  private void create(Board board) {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    statements.update(
        "insert into board_setting (board, pseudonym_key) values (?, ?) on conflict do nothing",
        board.key(),
        Base64.getEncoder().encodeToString(key));
  }

  /** Has whoever is shown one of the boards look again. */
  @Transactional(TxType.MANDATORY)
  public void revise(String... boards) {
    statements.update(
        """
        update board_setting set revision = revision + 1 where board in (
          select board from board_setting where board = any (?::text[]) order by board for update)""",
        (Object) boards);
  }

  /** Whether the board is that of a class with students; the global one is not. */
  @Transactional
  public boolean hasStudents(Board board) {
    return board.classId().isPresent()
        && statements
            .query(
                "select exists (select from membership where class_id = ? and role = 'student')",
                row -> row.getBoolean(1),
                board.classId().get())
            .get(0);
  }

  /** Whether the board does not show all names. */
  @Transactional
  public boolean hidesAnybody(Board board) {
    return statements
        .query(
            """
            select exists (select from board_setting where board = ? and names <> 'everyone')
                or exists (select from hidden_user where board = ?)""",
            row -> row.getBoolean(1),
            board.key(),
            board.key())
        .get(0);
  }

  /** Has viewers take what they are shown for news, although no standing has changed. */
  @Transactional
  public void revise(Board board) {
    statements.update(
        "update board_setting set revision = revision + 1 where board = ?", board.key());
  }
}
