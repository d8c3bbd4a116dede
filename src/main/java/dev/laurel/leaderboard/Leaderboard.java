package dev.laurel.leaderboard;

import dev.laurel.course.Classes;
import dev.laurel.course.Role;
import dev.laurel.leaderboard.BoardPage.OwnEntry;
import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.standing.PlayerDetails;
import dev.laurel.leaderboard.visibility.BoardSettings;
import dev.laurel.leaderboard.visibility.Freezing;
import dev.laurel.leaderboard.visibility.Pseudonyms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads boards: pages, ranks and neighbours, as an audience sees them. Order, points and ranks of
 * an answer are of one moment; names and numbers of completed problems may be a moment newer. All
 * methods block.
 *
 * <p>{@link BoardReader} chooses where a board is read, and what is kept from the audience.
 */
@ApplicationScoped
public class Leaderboard {
  /** The largest page served. */
  public static final int MAX_PAGE_SIZE = 100;

  private static final int NEARBY = 3;

  private final BoardReader reader;
  private final Freezing freezing;
  private final Classes classes;

  Leaderboard(BoardReader reader, Freezing freezing, Classes classes) {
    this.reader = reader;
    this.freezing = freezing;
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
    return role.isStaff() ? Audience.STAFF : Audience.STUDENTS;
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
        reader.read(
            board,
            settings,
            audience,
            (source, whole) -> source.slice(whole, first, first + pageSize - 1));
    long version = found.slice().version() + settings.revision();
    var withheld = BoardReader.withheld(settings, audience, found.slice().size());
    if (withheld != null) {
      return BoardPage.withheld(page, pageSize, version, withheld);
    }
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
    return new BoardPage(new Page(entries, pagination, version, found.isFinal(), null), ownEntries);
  }

  /**
   * The user's rank and neighbours.
   *
   * @param pageSize by which the user's page is counted
   */
  public UserRank rank(Board board, String user, int pageSize, Audience audience) {
    var settings = settings(board);
    var found =
        reader.read(
            board, settings, audience, (source, whole) -> source.around(whole, user, NEARBY));
    if (BoardReader.withheld(settings, audience, found.slice().size()) != null) {
      return UserRank.NONE;
    }
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
        .map(
            own -> {
              int position = (int) found.slice().position(own);
              return new UserRank(
                  own.rank(),
                  position + 1,
                  position / pageSize + 1,
                  userData(own, details.get(user)),
                  others);
            })
        .orElse(UserRank.NONE);
  }

  /** The ranks of users that the audience sees, without users who are not on the board. */
  public Map<String, Integer> ranks(Board board, Collection<String> users, Audience audience) {
    var settings = settings(board);
    return BoardReader.isFrozenSeason(board, settings, audience)
            || BoardReader.withheld(settings, audience, size(board, settings, audience)) != null
        ? Map.of()
        : reader.read(board, settings, audience, (source, whole) -> source.ranks(whole, users));
  }

  /** How many users are on the board, read only where the settings depend on it. */
  private int size(Board board, BoardSettings settings, Audience audience) {
    return settings.smallestGroup() == 1
        ? 1
        : reader
            .read(board, settings, audience, (source, whole) -> source.slice(whole, 0, 0))
            .slice()
            .size();
  }

  /** True if the audience sees nothing of the board: a season of a class whose board is frozen. */
  public boolean isWithheld(Board board, Audience audience) {
    return BoardReader.isFrozenSeason(board, settings(board), audience);
  }

  /** How the points of a board are distributed, and where the user is among them. */
  public Distribution distribution(Board board, String user, Audience audience) {
    var settings = settings(board);
    var counts =
        reader.read(board, settings, audience, (source, whole) -> source.countByPoints(whole));
    int size = (int) counts.values().stream().mapToLong(count -> count).sum();
    if (BoardReader.withheld(settings, audience, size) == Withheld.too_few) {
      return Distribution.ofTooFew();
    }
    var own =
        reader.read(board, settings, audience, (source, whole) -> source.around(whole, user, 0));
    var points = own.slice().users().stream().map(RankedUser::points).findFirst();
    return Distribution.of(counts, points.orElse(null));
  }

  private BoardSettings settings(Board board) {
    return freezing.settingsNow(board.total());
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
