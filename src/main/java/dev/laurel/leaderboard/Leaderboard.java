package dev.laurel.leaderboard;

import dev.laurel.course.Classes;
import dev.laurel.course.Role;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.BoardPage.Covered;
import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.index.BoardIndex;
import dev.laurel.leaderboard.index.IndexReader;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.leaderboard.standing.PlayerDetails;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.visibility.BoardSettings;
import dev.laurel.leaderboard.visibility.Freezing;
import dev.laurel.leaderboard.visibility.Pseudonyms;
import dev.laurel.leaderboard.visibility.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers what a board looks like. Order, points and ranks within an answer are of one moment;
 * names and numbers of completed problems may be a moment newer. All methods block.
 */
@ApplicationScoped
public class Leaderboard {
  /** The largest page served. */
  public static final int MAX_PAGE_SIZE = 100;

  private static final int NEARBY = 3;

  private final IndexReader index;
  private final StandingBulk rows;
  private final Snapshots frozen;
  private final Freezing freezer;
  private final Seasons seasons;
  private final Classes classes;

  Leaderboard(
      IndexReader index,
      StandingBulk rows,
      Snapshots frozen,
      Freezing freezer,
      Seasons seasons,
      Classes classes) {
    this.index = index;
    this.rows = rows;
    this.frozen = frozen;
    this.freezer = freezer;
    this.seasons = seasons;
    this.classes = classes;
  }

  /** As what the user sees the board; empty where that is not for the user to see. */
  public Optional<Audience> audience(Board board, String user) {
    return board
        .classId()
        .map(classId -> classes.role(classId, user).map(Leaderboard::audience))
        .orElse(Optional.of(Audience.STUDENTS));
  }

  /** As what a member of a class sees its board. */
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
    var aside = setAside(board, settings, audience);
    long first = (page - 1L) * pageSize;
    long last = first + pageSize - 1;
    boolean isFinal = aside.isPresent() && board.seasonId().isPresent();
    BiFunction<BoardSlice, Map<String, PlayerDetails>, BoardPage> description =
        (stretch, details) ->
            page(
                stretch,
                details,
                Pagination.of(page, pageSize, stretch.size()),
                settings,
                new Pseudonyms(settings, audience),
                isFinal);
    if (aside.isPresent()) {
      return frozen(board, frozen.slice(board, aside.get(), first, last), description);
    }
    var live =
        described(
            board,
            redis -> redis.slice(board, first, last),
            () -> rows.slice(board, first, last),
            description);
    return isFinal(board) ? page(board, page, pageSize, audience) : live;
  }

  private static BoardPage page(
      BoardSlice stretch,
      Map<String, PlayerDetails> details,
      Pagination pagination,
      BoardSettings settings,
      Pseudonyms veil,
      boolean isFinal) {
    var entries = new ArrayList<Entry>();
    var covered = new HashMap<String, Covered>();
    for (var place : stretch.users()) {
      var of = details.get(place.user());
      if (of == null) {
        // Erased at this very moment.
        continue;
      }
      var self = new Player(place.user(), of.username());
      boolean covers = veil.covers(place, of);
      if (covers) {
        covered.put(place.user(), new Covered(entries.size(), self));
      }
      entries.add(entry(place, of, covers ? veil.pseudonym(place.user()) : self));
    }
    return new BoardPage(
        new Page(entries, pagination, stretch.version() + settings.revision(), isFinal), covered);
  }

  /** The user's place and its neighbours. */
  public UserRank rank(Board board, String user, Audience audience) {
    var settings = settings(board);
    var aside = setAside(board, settings, audience);
    BiFunction<BoardSlice, Map<String, PlayerDetails>, UserRank> description =
        (stretch, details) -> rank(user, stretch, details, new Pseudonyms(settings, audience));
    if (aside.isPresent()) {
      return frozen(board, frozen.around(board, aside.get(), user, NEARBY), description);
    }
    var live =
        described(
            board,
            redis -> redis.around(board, user, NEARBY),
            () -> rows.around(board, user, NEARBY),
            description);
    return isFinal(board) ? rank(board, user, audience) : live;
  }

  private static UserRank rank(
      String user, BoardSlice stretch, Map<String, PlayerDetails> details, Pseudonyms veil) {
    // Whoever is erased at this very moment is left out.
    var known =
        stretch.users().stream().filter(place -> details.containsKey(place.user())).toList();
    return known.stream()
        .filter(place -> place.user().equals(user))
        .findFirst()
        .map(
            own ->
                new UserRank(
                    own.rank(),
                    userData(own, details.get(user)),
                    known.stream()
                        .filter(place -> place != own)
                        .map(place -> entry(place, details.get(place.user()), veil))
                        .toList()))
        .orElse(UserRank.NONE);
  }

  /**
   * Asked once more after a board was read as it is: what that was read from is deleted once there
   * is a final one.
   */
  private boolean isFinal(Board board) {
    return board.seasonId().isPresent() && seasons.closedVersion(board).isPresent();
  }

  /** The ranks of users, without those who are not on the board. */
  public Map<String, Integer> ranks(Board board, Collection<String> users, Audience audience) {
    if (isFinal(board) || isFrozen(board, audience)) {
      return frozen.ranks(board, users);
    }
    var live =
        index.read(board, redis -> redis.ranks(board, users), () -> rows.ranks(board, users));
    return isFinal(board) ? ranks(board, users, audience) : live;
  }

  /**
   * Whether the audience is told nothing of the board at present, which is so of the seasons of a
   * class whose own board is frozen.
   */
  public boolean isWithheld(Board board, Audience audience) {
    return board.seasonId().isPresent() && isFrozen(board, audience);
  }

  /** Whether the audience goes on seeing the board as it was. */
  public boolean isFrozen(Board board, Audience audience) {
    return audience == Audience.STUDENTS && settings(board).frozen();
  }

  private BoardSettings settings(Board board) {
    return freezer.settings(board.total());
  }

  /** The version of what is shown instead of the board as it is, if something is. */
  private Optional<Long> setAside(Board board, BoardSettings settings, Audience audience) {
    boolean frozenForThem = settings.frozen() && audience == Audience.STUDENTS;
    if (board.seasonId().isEmpty()) {
      return Optional.of(settings.frozenVersion()).filter(version -> frozenForThem);
    }
    if (frozenForThem) {
      throw ProblemException.conflict(
          "The board of the class is frozen; so are its seasons, until it is thawed.");
    }
    return seasons.closedVersion(board);
  }

  private <T> T frozen(
      Board board,
      BoardSlice stretch,
      BiFunction<BoardSlice, Map<String, PlayerDetails>, T> description) {
    return description.apply(stretch, frozen.details(board, users(stretch)));
  }

  /** An index with users whom the database does not know is of another database. */
  private <T> T described(
      Board board,
      Function<BoardIndex, CompletionStage<Optional<BoardSlice>>> question,
      Supplier<BoardSlice> fromDatabase,
      BiFunction<BoardSlice, Map<String, PlayerDetails>, T> description) {
    var stretch = index.read(board, question, fromDatabase);
    var details = details(board, stretch);
    if (details.size() < stretch.users().size()) {
      var unknown = new HashSet<>(users(stretch));
      unknown.removeAll(details.keySet());
      stretch = fromDatabase.get();
      details = details(board, stretch);
      index.suspect(board, () -> holdsStrangers(board, unknown));
    }
    return description.apply(stretch, details);
  }

  private boolean holdsStrangers(Board board, Set<String> users) {
    var found = index.read(board, redis -> redis.ranks(board, users), Map::of).keySet();
    return !rows.details(board, found).keySet().containsAll(found);
  }

  private Map<String, PlayerDetails> details(Board board, BoardSlice stretch) {
    return stretch.users().isEmpty() ? Map.of() : rows.details(board, users(stretch));
  }

  private static List<String> users(BoardSlice stretch) {
    return stretch.users().stream().map(RankedUser::user).toList();
  }

  private static Entry entry(RankedUser place, PlayerDetails details, Pseudonyms veil) {
    return entry(
        place,
        details,
        veil.covers(place, details)
            ? veil.pseudonym(place.user())
            : new Player(place.user(), details.username()));
  }

  private static Entry entry(RankedUser place, PlayerDetails details, Player player) {
    return new Entry(
        place.rank(), place.tied(), player, place.points(), details.completedProblems());
  }

  private static UserRank.UserData userData(RankedUser place, PlayerDetails details) {
    return new UserRank.UserData(
        place.rank(),
        place.tied(),
        new Player(place.user(), details.username()),
        place.points(),
        details.completedProblems(),
        details.updatedAt());
  }
}
