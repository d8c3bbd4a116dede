package dev.laurel.leaderboard;

import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.leaderboard.visibility.BoardSettings;
import dev.laurel.leaderboard.visibility.Display;
import dev.laurel.leaderboard.visibility.Selection;
import dev.laurel.leaderboard.visibility.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Chooses the source of a board for an audience: the open board, the snapshot of a frozen board, or
 * the final board of a closed season; each with everybody, with those who asked to be seen, or with
 * a section. Blocks.
 */
@ApplicationScoped
class BoardReader {
  private final OpenBoards open;
  private final Snapshots snapshots;
  private final SelectedBoards selected;
  private final Seasons seasons;

  BoardReader(OpenBoards open, Snapshots snapshots, SelectedBoards selected, Seasons seasons) {
    this.open = open;
    this.snapshots = snapshots;
    this.selected = selected;
    this.seasons = seasons;
  }

  /** True if the audience sees nothing of the board: a season of a class whose board is frozen. */
  static boolean isFrozenSeason(Board board, BoardSettings settings, Audience audience) {
    return board.seasonId().isPresent() && isFrozen(settings, audience);
  }

  private static boolean isFrozen(BoardSettings settings, Audience audience) {
    return audience == Audience.STUDENTS && settings.isFrozen();
  }

  /** The reason why an audience sees nothing of a board with so many users; null if it does. */
  static Withheld withheld(BoardSettings settings, Audience audience, int size) {
    if (audience == Audience.STAFF) {
      return null;
    } else if (settings.smallestGroup() > 1 && size < settings.smallestGroup()) {
      return Withheld.too_few;
    }
    return settings.show() == Display.distribution ? Withheld.distribution : null;
  }

  /**
   * Reads a board.
   *
   * @param query asks for the board that it is given, which of a section is that of its class
   * @param settings of the board, or of the total one of the same users
   * @throws ProblemException 409, for a season that the audience does not see now
   */
  <T> T read(
      Board board,
      BoardSettings settings,
      Audience audience,
      BiFunction<BoardSource, Board, T> query) {
    if (isFrozenSeason(board, settings, audience)) {
      throw ProblemException.conflict(
          "The board of the class is frozen; so are its seasons, until it is thawed.");
    }
    var selection =
        new Selection(
            audience == Audience.STUDENTS && settings.isOptIn(), board.section().orElse(null));
    var whole = board.section().isPresent() ? board.total() : board;
    Function<BoardSource, T> seen =
        source ->
            query.apply(selection.isEverybody() ? source : selected.of(source, selection), whole);
    return isFrozen(settings, audience) ? seen.apply(snapshots) : readLive(whole, seen);
  }

  private <T> T readLive(Board board, Function<BoardSource, T> query) {
    return readFinal(board, query)
        .orElseGet(
            () -> {
              // The index may still miss the last changes before the closing.
              var answer = query.apply(isClosed(board) ? open.fromStandings() : open);
              // If it has become final meanwhile, the standings that were read may be deleted.
              return readFinal(board, query).orElse(answer);
            });
  }

  private boolean isClosed(Board board) {
    return board
        .seasonId()
        .flatMap(seasons::find)
        .filter(season -> season.closedAt() != null)
        .isPresent();
  }

  private <T> Optional<T> readFinal(Board board, Function<BoardSource, T> query) {
    return board.seasonId().flatMap(seasons::finalVersion).map(version -> query.apply(snapshots));
  }
}
