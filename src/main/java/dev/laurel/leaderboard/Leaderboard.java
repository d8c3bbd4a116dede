package dev.laurel.leaderboard;

import dev.laurel.course.Classes;
import dev.laurel.course.Role;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.BoardPage.OwnEntry;
import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.leaderboard.standing.PlayerDetails;
import dev.laurel.leaderboard.visibility.BoardSettings;
import dev.laurel.leaderboard.visibility.Freezing;
import dev.laurel.leaderboard.visibility.Pseudonyms;
import dev.laurel.leaderboard.visibility.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads boards: pages, ranks and neighbours, as an audience sees them. Order, points and ranks of
 * an answer are of one moment; names and numbers of completed problems may be a moment newer. All
 * methods block.
 *
 * <p>A board is read from one of three sources, chosen in {@link #read}: the open board, the
 * snapshot of a frozen board, or the final board of a closed season.
 */
@ApplicationScoped
public class Leaderboard {
  /** The largest page served. */
  public static final int MAX_PAGE_SIZE = 100;

  private static final int NEARBY = 3;

  private final OpenBoards open;
  private final Snapshots snapshots;
  private final Freezing freezing;
  private final Seasons seasons;
  private final Classes classes;

  Leaderboard(
      OpenBoards open, Snapshots snapshots, Freezing freezing, Seasons seasons, Classes classes) {
    this.open = open;
    this.snapshots = snapshots;
    this.freezing = freezing;
    this.seasons = seasons;
    this.classes = classes;
  }

  /** The audience the user belongs to, or empty if they may not see the board. */
  public Optional<Audience> audience(Board board, String user) {
    return board
        .classId()
        .map(classId -> classes.role(classId, user).map(Leaderboard::audience))
        .orElse(Optional.of(Audience.STUDENTS));
  }

  /** The audience of a class's board that a member belongs to. */
  public static Audience audience(Role role) {
    return role == Role.instructor ? Audience.STAFF : Audience.STUDENTS;
  }

  /**
   * A page of the board; one beyond the end has no entries.
   *
   * @param page from 1
   * @param pageSize 1 to {@link #MAX_PAGE_SIZE}
   */
  public BoardPage page(Board board, int page, int pageSize, Audience audience) {
    var settings = settings(board);
    long first = (page - 1L) * pageSize;
    var found =
        read(board, settings, audience, source -> source.slice(board, first, first + pageSize - 1));
    var pseudonyms = new Pseudonyms(board, settings, audience);
    var entries = new ArrayList<Entry>();
    var ownEntries = new HashMap<String, OwnEntry>();
    for (var user : found.slice().users()) {
      var details = found.details().get(user.user());
      if (details == null) {
        continue; // erased at this very moment
      }
      if (pseudonyms.hides(user, details)) {
        ownEntries.put(
            user.user(), new OwnEntry(entries.size(), entry(user, details, details.player())));
      }
      entries.add(entry(user, details, pseudonyms.player(user, details)));
    }
    var pagination = Pagination.of(page, pageSize, found.slice().size());
    long version = found.slice().version() + settings.revision();
    return new BoardPage(new Page(entries, pagination, version, found.isFinal()), ownEntries);
  }

  /** The user's rank and neighbours. */
  public UserRank rank(Board board, String user, Audience audience) {
    var settings = settings(board);
    var found = read(board, settings, audience, source -> source.around(board, user, NEARBY));
    var details = found.details();
    var pseudonyms = new Pseudonyms(board, settings, audience);
    var others =
        found.slice().users().stream()
            .filter(other -> !other.user().equals(user) && details.containsKey(other.user()))
            .map(
                other -> {
                  var theirs = details.get(other.user());
                  return entry(other, theirs, pseudonyms.player(other, theirs));
                })
            .toList();
    return found.slice().users().stream()
        .filter(own -> own.user().equals(user) && details.containsKey(user))
        .findFirst()
        .map(own -> new UserRank(own.rank(), userData(own, details.get(user)), others))
        .orElse(UserRank.NONE);
  }

  /** The ranks of users that the audience sees, without users who are not on the board. */
  public Map<String, Integer> ranks(Board board, Collection<String> users, Audience audience) {
    return isWithheld(board, audience)
        ? Map.of()
        : read(board, settings(board), audience, source -> source.ranks(board, users));
  }

  /** True if the audience sees nothing of the board: a season of a class whose board is frozen. */
  public boolean isWithheld(Board board, Audience audience) {
    return board.seasonId().isPresent() && isFrozen(settings(board), audience);
  }

  private static boolean isFrozen(BoardSettings settings, Audience audience) {
    return audience == Audience.STUDENTS && settings.isFrozen();
  }

  private BoardSettings settings(Board board) {
    return freezing.settingsNow(board.total());
  }

  private <T> T read(
      Board board, BoardSettings settings, Audience audience, Function<BoardSource, T> query) {
    if (isFrozen(settings, audience)) {
      if (board.seasonId().isPresent()) {
        throw ProblemException.conflict(
            "The board of the class is frozen; so are its seasons, until it is thawed.");
      }
      return query.apply(snapshots);
    }
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

  private static Entry entry(RankedUser user, PlayerDetails details, Player player) {
    return new Entry(user.rank(), user.tied(), player, user.points(), details.completedProblems());
  }

  private static UserRank.UserData userData(RankedUser user, PlayerDetails details) {
    return new UserRank.UserData(
        user.rank(),
        user.tied(),
        details.player(),
        user.points(),
        details.completedProblems(),
        details.updatedAt());
  }
}
