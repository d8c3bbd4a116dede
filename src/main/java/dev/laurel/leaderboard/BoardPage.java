package dev.laurel.leaderboard;

import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Player;
import java.util.ArrayList;
import java.util.Map;

/**
 * A page as an audience sees it, and the names of users who see their own name instead of a
 * pseudonym. The shared page is encoded once for all viewers, and shows nobody a hidden name.
 */
public final class BoardPage {
  /** A user who has a pseudonym on the page. */
  record Covered(int entry, Player self) {}

  private final Page page;
  private final Map<String, Covered> covered;

  /**
   * @param covered the users with pseudonyms, by id
   */
  BoardPage(Page page, Map<String, Covered> covered) {
    this.page = page;
    this.covered = Map.copyOf(covered);
  }

  /** The same entries for another version of the board. */
  public BoardPage asOf(long version) {
    return new BoardPage(
        new Page(page.entries(), page.pagination(), version, page.closed()), covered);
  }

  /** The page for viewers who have no pseudonym on it. */
  public Page shared() {
    return page;
  }

  /** True if the user sees a page of their own. */
  public boolean isOwn(String user) {
    return covered.containsKey(user);
  }

  /** The page that the user sees. */
  public Page as(String user) {
    var self = covered.get(user);
    if (self == null) {
      return page;
    }
    var entries = new ArrayList<>(page.entries());
    entries.set(self.entry(), named(entries.get(self.entry()), self.self()));
    return new Page(entries, page.pagination(), page.version(), page.closed());
  }

  private static Entry named(Entry entry, Player player) {
    return new Entry(
        entry.rank(), entry.tied(), player, entry.totalPoints(), entry.completedProblems());
  }
}
