package dev.laurel.leaderboard;

import static java.util.stream.Collectors.toMap;

import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.StandingRows.Details;
import dev.laurel.leaderboard.Stretch.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
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
  private final StandingRows rows;

  Leaderboard(IndexReader index, StandingRows rows) {
    this.index = index;
    this.rows = rows;
  }

  /**
   * A page of the board; one beyond the end has no entries.
   *
   * @param page from 1
   * @param pageSize 1 to {@link #MAX_PAGE_SIZE}
   */
  public Page page(Board board, int page, int pageSize) {
    long first = (page - 1L) * pageSize;
    long last = first + pageSize - 1;
    return described(
        board,
        redis -> redis.stretch(board, first, last),
        () -> rows.stretch(board, first, last),
        (stretch, details) ->
            new Page(
                stretch.places().stream()
                    .map(place -> entry(place, details.get(place.user())))
                    .toList(),
                Pagination.of(page, pageSize, stretch.size()),
                stretch.version()));
  }

  /** The user's place and its neighbours. */
  public UserRank rank(Board board, String user) {
    return described(
        board,
        redis -> redis.around(board, user, NEARBY),
        () -> rows.around(board, user, NEARBY),
        (stretch, details) -> rank(user, stretch, details));
  }

  private static UserRank rank(String user, Stretch stretch, Map<String, Details> details) {
    return stretch.places().stream()
        .filter(place -> place.user().equals(user))
        .findFirst()
        .map(
            own ->
                new UserRank(
                    own.rank(),
                    userData(own, details.get(user)),
                    stretch.places().stream()
                        .filter(place -> place != own)
                        .map(place -> entry(place, details.get(place.user())))
                        .toList()))
        .orElse(UserRank.NONE);
  }

  /** Points and ranks of those of the users who are on the board. */
  public Places places(Board board, Collection<String> users) {
    return index.read(board, redis -> redis.places(board, users), () -> rows.places(board, users));
  }

  /** The ranks of those of the users who are on the board. */
  public Map<String, Integer> ranks(Board board, Collection<String> users) {
    return places(board, users).byUser().entrySet().stream()
        .collect(toMap(Map.Entry::getKey, place -> place.getValue().rank()));
  }

  /** An index with users whom the database does not know is of another database. */
  private <T> T described(
      Board board,
      Function<BoardIndex, CompletionStage<Optional<Stretch>>> question,
      Supplier<Stretch> fromDatabase,
      BiFunction<Stretch, Map<String, Details>, T> description) {
    var stretch = index.read(board, question, fromDatabase);
    var details = details(board, stretch);
    if (details.size() < stretch.places().size()) {
      index.giveUp(board);
      stretch = fromDatabase.get();
      details = details(board, stretch);
    }
    return description.apply(stretch, details);
  }

  private Map<String, Details> details(Board board, Stretch stretch) {
    return stretch.places().isEmpty()
        ? Map.of()
        : rows.details(board, stretch.places().stream().map(Place::user).toList());
  }

  private static Entry entry(Place place, Details details) {
    return new Entry(
        place.rank(),
        place.tied(),
        new Player(place.user(), details.username()),
        place.points(),
        details.completedProblems());
  }

  private static UserRank.UserData userData(Place place, Details details) {
    return new UserRank.UserData(
        place.rank(),
        place.tied(),
        new Player(place.user(), details.username()),
        place.points(),
        details.completedProblems(),
        details.updatedAt());
  }
}
