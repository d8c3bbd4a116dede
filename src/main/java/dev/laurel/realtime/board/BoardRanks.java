package dev.laurel.realtime.board;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Ranks;
import dev.laurel.leaderboard.Ranks.Moment;
import dev.laurel.leaderboard.index.BoardMoves;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Works out the ranks of a board's viewers from what moved. Only those who moved themselves, and
 * those who have just come, are looked up; everybody is when the chain of changes is broken.
 *
 * <p>Used by one thread at a time.
 */
final class BoardRanks {
  /** How many users are looked up at once, so that Redis is not held up by many. */
  private static final int AT_ONCE = 500;

  /** Where a viewer's user stands; the rank is null, and the points mean nothing, off the board. */
  record Standing(long points, Integer rank, long step) {}

  private final Board board;
  private final Leaderboard leaderboard;
  private final TreeMap<Long, BoardMoves> ahead = new TreeMap<>();
  private Moment moment = Moment.NONE;
  private boolean gap;

  BoardRanks(Board board, Leaderboard leaderboard) {
    this.board = board;
    this.leaderboard = leaderboard;
  }

  /**
   * Brings the viewers' standings up to date. Blocks.
   *
   * @param heard what moved since the last call, in any order
   * @return what the changes mean, or null when they are not known and everything was looked up
   */
  RankShifts update(Collection<BoardViewer> viewers, List<BoardMoves> heard) {
    heard.forEach(change -> ahead.putIfAbsent(change.step(), change));
    var changes = next(heard);
    if (changes == null) {
      lookUpAll(viewers);
      return null;
    }
    var crossings = new RankShifts(changes);
    var movers =
        changes.stream()
            .flatMap(c -> c.moves().stream())
            .map(BoardMoves.Move::user)
            .collect(toSet());
    long before = moment.step();
    moment = new Moment(moment.generation(), before + changes.size());
    var unknown = new ArrayList<BoardViewer>();
    for (var viewer : viewers) {
      var standing = viewer.standing();
      if (standing == null || movers.contains(viewer.user())) {
        unknown.add(viewer);
      } else if (standing.rank() != null) {
        viewer.standing(
            moved(
                standing, standing.step() <= before ? crossings : since(changes, standing.step())));
      }
    }
    if (!lookUp(unknown)) {
      lookUpAll(viewers);
      return null;
    }
    return crossings;
  }

  private Standing moved(Standing standing, RankShifts crossings) {
    int more = crossings.above(standing.points());
    if (more == 0) {
      return standing;
    }
    return new Standing(
        standing.points(), standing.rank() + more, Math.max(standing.step(), moment.step()));
  }

  /** For those who were looked up when some of the changes had been made already. */
  private static RankShifts since(List<BoardMoves> changes, long step) {
    return new RankShifts(changes.stream().filter(change -> change.step() > step).toList());
  }

  /** The changes that follow on what is known; null when that cannot be told. */
  private List<BoardMoves> next(List<BoardMoves> heard) {
    if (moment.generation() == null
        || heard.stream().anyMatch(c -> !c.generation().equals(moment.generation()))) {
      return null;
    }
    ahead.headMap(moment.step(), true).clear();
    var next = new ArrayList<BoardMoves>();
    long step = moment.step() + 1;
    for (var change = ahead.remove(step); change != null; change = ahead.remove(++step)) {
      next.add(change);
    }
    // A change may be a little late; it is waited for once.
    boolean waited = gap;
    gap = !ahead.isEmpty();
    return gap && waited ? null : next;
  }

  /** Whether changes were heard of that follow on one which was not. */
  boolean isWaiting() {
    return gap;
  }

  /** Looks everybody up, whatever was known before. */
  void lookUpAll(Collection<BoardViewer> viewers) {
    ahead.clear();
    gap = false;
    moment = Moment.NONE;
    if (!lookUp(List.copyOf(viewers))) {
      // The index was made anew, lost or found again in between, which does not happen often.
      lookUp(List.copyOf(viewers));
    }
  }

  /** Answers whether all of it is of the generation that is followed, or the first to be. */
  private boolean lookUp(List<BoardViewer> viewers) {
    var byUser = viewers.stream().collect(groupingBy(BoardViewer::user));
    var users = List.copyOf(byUser.keySet());
    for (int from = 0; from < users.size(); from += AT_ONCE) {
      var some = users.subList(from, Math.min(users.size(), from + AT_ONCE));
      var places = leaderboard.places(board, some);
      if (from == 0 && moment.equals(Moment.NONE)) {
        moment = places.moment();
      }
      some.forEach(user -> byUser.get(user).forEach(viewer -> stand(viewer, places)));
      if (!Objects.equals(moment.generation(), places.moment().generation())) {
        moment = Moment.NONE;
        return false;
      }
    }
    return true;
  }

  private static void stand(BoardViewer viewer, Ranks places) {
    var place = places.byUser().get(viewer.user());
    viewer.standing(
        place == null
            ? new Standing(0, null, places.moment().step())
            : new Standing(place.points(), place.rank(), places.moment().step()));
  }
}
