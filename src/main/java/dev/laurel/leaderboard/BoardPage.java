package dev.laurel.leaderboard;

import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Player;
import java.util.ArrayList;
import java.util.Map;

/**
 * A page as an audience sees it, and what each of those on it may see besides: their own name. What
 * is the same for all can so be shared by all without showing anybody more than they may see.
 */
public final class BoardPage {
  /** Somebody whose name is kept from the audience. */
  record Covered(int entry, Player self) {}

  private final Page page;
  private final Map<String, Covered> covered;

  /**
   * @param covered those of the page whom it shows under a pseudonym, by user id
   */
  BoardPage(Page page, Map<String, Covered> covered) {
    this.page = page;
    this.covered = Map.copyOf(covered);
  }

  /** The same entries, as those of a version of the board. */
  public BoardPage asOf(long version) {
    return new BoardPage(
        new Page(page.entries(), page.pagination(), version, page.closed()), covered);
  }

  /** As everybody sees it who is not under a pseudonym there. */
  public Page shared() {
    return page;
  }

  /** Whether the user sees it otherwise than the rest. */
  public boolean isOwn(String user) {
    return covered.containsKey(user);
  }

  /** As the user sees it. */
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
