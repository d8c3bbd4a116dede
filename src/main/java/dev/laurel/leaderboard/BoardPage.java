package dev.laurel.leaderboard;

import dev.laurel.leaderboard.Page.Entry;
import java.util.ArrayList;
import java.util.Map;

/**
 * A page as an audience sees it, and the names of users who see their own name instead of a
 * pseudonym. The shared page is encoded once for all viewers, and shows nobody a hidden name.
 *
 * @param shared the page for viewers who have no pseudonym on it
 * @param covered the users with pseudonyms, by id
 */
public record BoardPage(Page shared, Map<String, Covered> covered) {
  /** A user who has a pseudonym at an index of the page, and the entry that they see instead. */
  record Covered(int index, Entry own) {}

  public BoardPage {
    covered = Map.copyOf(covered);
  }

  /** The same entries for another version of the board. */
  public BoardPage asOf(long version) {
    return new BoardPage(
        new Page(shared.entries(), shared.pagination(), version, shared.closed()), covered);
  }

  /** True if the user sees a page of their own. */
  public boolean isOwn(String user) {
    return covered.containsKey(user);
  }

  /** The page that the user sees. */
  public Page as(String user) {
    var self = covered.get(user);
    if (self == null) {
      return shared;
    }
    var entries = new ArrayList<>(shared.entries());
    entries.set(self.index(), self.own());
    return new Page(entries, shared.pagination(), shared.version(), shared.closed());
  }
}
