package dev.laurel.leaderboard;

import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A page as an audience sees it, and the names of users who see their own name instead of a
 * pseudonym. The shared page is encoded once for all viewers, and shows nobody a hidden name.
 *
 * @param shared the page for viewers who have no pseudonym on it
 * @param ownEntries what users with a pseudonym see instead of it, by user id
 */
public record BoardPage(Page shared, Map<String, OwnEntry> ownEntries) {
  /** An entry with the user's name, for the index of the page where others see a pseudonym. */
  record OwnEntry(int index, Entry entry) {}

  public BoardPage {
    ownEntries = Map.copyOf(ownEntries);
  }

  /** A page of a board of which nothing is to be seen, not even its size. */
  static BoardPage withheld(int page, int pageSize, long version, Withheld reason) {
    return new BoardPage(
        new Page(List.of(), Pagination.of(page, pageSize, 0), version, false, reason), Map.of());
  }

  /** The same entries for another version of the board. */
  public BoardPage asOf(long version) {
    return new BoardPage(
        new Page(
            shared.entries(), shared.pagination(), version, shared.closed(), shared.withheld()),
        ownEntries);
  }

  /** True if the user sees a page of their own. */
  public boolean isOwn(String user) {
    return ownEntries.containsKey(user);
  }

  /** The page that the user sees. */
  public Page as(String user) {
    var own = ownEntries.get(user);
    if (own == null) {
      return shared;
    }
    var entries = new ArrayList<>(shared.entries());
    entries.set(own.index(), own.entry());
    return new Page(
        entries, shared.pagination(), shared.version(), shared.closed(), shared.withheld());
  }
}
