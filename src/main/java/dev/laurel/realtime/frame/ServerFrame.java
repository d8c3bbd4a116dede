package dev.laurel.realtime.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Page;
import dev.laurel.leaderboard.UserRank;
import dev.laurel.notification.LogHead;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/**
 * What the server says that is not a personal event. The names of the components, in snake case,
 * are those of the wire.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = ServerFrame.Resumed.class, name = "resumed"),
  @Type(value = ServerFrame.Unread.class, name = "unread"),
  @Type(value = ServerFrame.TokenExpiring.class, name = "token_expiring"),
  @Type(value = ServerFrame.TokenRefreshed.class, name = "token_refreshed"),
  @Type(value = ServerFrame.Echo.class, name = "echo"),
  @Type(value = ServerFrame.Failure.class, name = "error"),
  @Type(value = ServerFrame.InitialGlobalLeaderboard.class, name = "initial_global_leaderboard"),
  @Type(value = ServerFrame.InitialUserRank.class, name = "initial_user_rank"),
  @Type(value = ServerFrame.LeaderboardData.class, name = "leaderboard_data"),
  @Type(value = ServerFrame.LeaderboardUpdate.class, name = "leaderboard_update"),
  @Type(value = ServerFrame.UserRankData.class, name = "user_rank_data"),
  @Type(value = ServerFrame.RankChange.class, name = "rank_change"),
})
@RegisterForReflection
public sealed interface ServerFrame {
  /**
   * The first frame to a resuming client.
   *
   * @param recovered false when the log does not reach back to {@code from}, or {@code from} is
   *     ahead of it: then live events only, after {@code lastSeq}
   * @param unread entries of the log, as of {@code lastSeq}
   * @param readUpTo the last entry read, 0 for none
   */
  @RegisterForReflection
  record Resumed(
      boolean recovered, long from, long lastSeq, long heartbeatS, long unread, long readUpTo)
      implements ServerFrame {
    public static Resumed at(long from, LogHead head, Duration heartbeat) {
      return new Resumed(
          head.reachesBackTo(from),
          from,
          head.lastSeq(),
          heartbeat.toSeconds(),
          head.unread(),
          head.readUpTo());
    }
  }

  /**
   * Something else than this socket has moved the user's read cursor. To resuming clients only.
   *
   * @param count unread entries of those sent so far, absolute; each one sent later adds one
   * @param readUpTo the last entry read
   */
  @RegisterForReflection
  record Unread(long count, long readUpTo) implements ServerFrame {}

  /**
   * The token is about to expire, and with it the socket.
   *
   * @param expiresIn in seconds
   */
  @RegisterForReflection
  record TokenExpiring(long expiresIn) implements ServerFrame {}

  /**
   * The answer to a new token.
   *
   * @param expiresIn in seconds
   */
  @RegisterForReflection
  record TokenRefreshed(long expiresIn) implements ServerFrame {}

  /** The answer to whatever else a client may say on the personal socket. */
  @RegisterForReflection
  record Echo(String message) implements ServerFrame {}

  /**
   * Something about a client's frame is wrong; the socket stays open.
   *
   * @param field the one at fault, null where it is no single one
   */
  @RegisterForReflection
  record Failure(Code code, String message, @JsonInclude(JsonInclude.Include.NON_NULL) String field)
      implements ServerFrame {}

  /** The kinds of failures, by their names on the wire. */
  enum Code {
    invalid_json,
    unknown_type,
    invalid_field,
    forbidden,
    rate_limited,
    unavailable
  }

  @RegisterForReflection
  record InitialGlobalLeaderboard(Page data) implements ServerFrame {}

  @RegisterForReflection
  record InitialUserRank(UserRank data) implements ServerFrame {}

  /**
   * The page asked for; {@code classId} is null where everybody is on it, {@code season} for total
   * boards.
   */
  @RegisterForReflection
  record LeaderboardData(
      String leaderboardType,
      String classId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String season,
      Page data)
      implements ServerFrame {
    public static LeaderboardData of(Board board, Page data) {
      return new LeaderboardData(
          board.type(), board.classId().orElse(null), board.seasonId().orElse(null), data);
    }
  }

  /**
   * The page being viewed, after it changed; {@code classId} is null where everybody is on it,
   * {@code season} for total boards.
   */
  @RegisterForReflection
  record LeaderboardUpdate(
      String leaderboardType,
      String classId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String season,
      Page data)
      implements ServerFrame {
    public static LeaderboardUpdate of(Board board, Page data) {
      return new LeaderboardUpdate(
          board.type(), board.classId().orElse(null), board.seasonId().orElse(null), data);
    }
  }

  /**
   * The rank asked for; {@code classId} is null where everybody is on it, {@code season} for total
   * boards.
   */
  @RegisterForReflection
  record UserRankData(
      String leaderboardType,
      String classId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String season,
      UserRank data)
      implements ServerFrame {
    public static UserRankData of(Board board, UserRank data) {
      return new UserRankData(
          board.type(), board.classId().orElse(null), board.seasonId().orElse(null), data);
    }
  }

  /**
   * The user's rank moved, because of their own points or of others'.
   *
   * @param oldRank the rank last told; null for one who was not on the board
   * @param newRank null for one who is no longer on the board
   * @param classId null where everybody is on the board
   * @param season null for total boards
   */
  @RegisterForReflection
  record RankChange(
      Integer oldRank,
      Integer newRank,
      String leaderboardType,
      String classId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String season)
      implements ServerFrame {
    public static RankChange of(Board board, Integer oldRank, Integer newRank) {
      return new RankChange(
          oldRank,
          newRank,
          board.type(),
          board.classId().orElse(null),
          board.seasonId().orElse(null));
    }
  }
}
