package dev.laurel.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A stretch of a board.
 *
 * @param entries best first, in the same order on every page and path
 * @param version grows with every change of the board
 * @param closed whether this is the final board of a season; left out where it is not
 */
@RegisterForReflection
public record Page(
    List<Entry> entries,
    Pagination pagination,
    long version,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean closed) {
  public Page {
    entries = List.copyOf(entries);
  }

  /** Whether a reader of both would see no difference. */
  public boolean showsTheSameAs(Page other) {
    return entries.equals(other.entries)
        && pagination.equals(other.pagination)
        && closed == other.closed;
  }

  /**
   * One user's place.
   *
   * @param rank 1 + the number of users with strictly more points
   * @param tied whether anybody else on the board has the same points
   */
  @Schema(name = "BoardEntry")
  @RegisterForReflection
  public record Entry(
      int rank, boolean tied, Player user, long totalPoints, int completedProblems) {}

  /** Who it is. */
  @RegisterForReflection
  public record Player(String id, String username) {}

  /** Where in the board the stretch lies; pages count from 1. */
  @RegisterForReflection
  public record Pagination(
      int page,
      int pageSize,
      int totalCount,
      int totalPages,
      boolean hasNext,
      boolean hasPrevious) {
    static Pagination of(int page, int pageSize, int totalCount) {
      int pages = (totalCount + pageSize - 1) / pageSize;
      return new Pagination(page, pageSize, totalCount, pages, page < pages, page > 1);
    }
  }
}
