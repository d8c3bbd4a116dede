package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;

/**
 * Who is under a pseudonym on a board whatever their rank: those who hide there, and on boards that
 * reach beyond classes also the students of classes in which they hide, or which do not show all
 * names.
 */
public final class HiddenUsers {
  private static final String ON_THE_BOARD =
      "exists (select from hidden_user h where h.board = %s and h.user_id = s.user_id)";

  private static final String IN_A_CLASS =
      """
      exists (
        select from membership m where m.user_id = s.user_id and m.role = 'student'
          and (exists (select from board_setting b
                       where b.board = 'class:' || m.class_id and b.names <> 'everyone')
               or exists (select from hidden_user h
                          where h.board = 'class:' || m.class_id and h.user_id = s.user_id)))""";

  private HiddenUsers() {}

  /**
   * A condition in SQL on the {@code user_id} of {@code s}.
   *
   * @param total how the key of the total board is given to the statement
   */
  public static String condition(Board board, String total) {
    var onTheBoard = ON_THE_BOARD.formatted(total);
    return board.classId().isPresent() ? onTheBoard : "(" + onTheBoard + " or " + IN_A_CLASS + ")";
  }
}
