package dev.laurel.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of a board, as clients see it.
 *
 * @param entries best first, in the same order on every page and path
 * @param version grows with every change of the board
 * @param closed whether this is the final board of a season; left out unless it is
 * @param withheld why it is empty, if the class does not show the board; left out otherwise
 */
@RegisterForReflection
public record Page(
    List<Entry> entries,
    Pagination pagination,
    long version,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean closed,
    @JsonInclude(JsonInclude.Include.NON_NULL) Withheld withheld) {
  public Page {
    entries = List.copyOf(entries);
  }

  /** True if the pages differ in nothing but their versions. */
  public boolean showsTheSameAs(Page other) {
    return entries.equals(other.entries)
        && pagination.equals(other.pagination)
        && closed == other.closed
        && withheld == other.withheld;
  }

  /**
   * One user's entry.
   *
   * @param rank 1 + the number of users with strictly more points
   * @param tied whether another user of the board has the same points
   */
  @Schema(name = "BoardEntry")
  @RegisterForReflection
  public record Entry(
      int rank, boolean tied, Player user, @Hundredths long totalPoints, int completedProblems) {}

  /** A user, or a pseudonym. */
  @RegisterForReflection
  public record Player(String id, String username) {
    private static final int NAME_DIGITS = 6;

    /** The whole name once more: pages made for another back end show the two names together. */
    @JsonProperty("first_name")
    @Schema(readOnly = true)
    String firstName() {
      return username;
    }

    /** Always empty; see {@link #firstName}. */
    @JsonProperty("last_name")
    @Schema(readOnly = true)
    String lastName() {
      return "";
    }

    /** A pseudonym made of hexadecimal digits, of which the name has the first few. */
    public static Player anonymous(String digits) {
      return new Player(
          "~" + digits, "Anonymous " + digits.substring(0, NAME_DIGITS).toUpperCase(Locale.ROOT));
    }
  }

  /** Where in the board the page is; pages count from 1. */
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
