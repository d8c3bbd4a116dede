package dev.laurel.realtime.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Page;
import dev.laurel.leaderboard.UserRank;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A frame that the server sends, except personal events. A component {@code lastSeq} is {@code
 * last_seq} on the wire.
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
   * @param recovered false if the log does not reach back to {@code from}, {@code from} is ahead of
   *     it, or the log has another event there; then only events after {@code lastSeq} follow
   * @param unread the number of unread entries up to {@code lastSeq}
   * @param readUpTo the last entry read; 0 for none
   * @param lastSentAt when {@code lastSeq} was written; null if there is none, and for clients that
   *     sent no {@code sent_at}
   */
  record Resumed(
      boolean recovered,
      long from,
      long lastSeq,
      long heartbeatS,
      long unread,
      long readUpTo,
      @JsonInclude(JsonInclude.Include.NON_NULL) Instant lastSentAt)
      implements ServerFrame {}

  /**
   * Another socket or request has moved the user's read cursor. For resuming clients only.
   *
   * @param count the number of unread entries sent so far; each one sent later adds one
   * @param readUpTo the last entry read
   */
  record Unread(long count, long readUpTo) implements ServerFrame {}

  /**
   * The token is about to expire, which closes the socket.
   *
   * @param expiresIn in seconds
   */
  record TokenExpiring(long expiresIn) implements ServerFrame {}

  /**
   * The answer to a new token.
   *
   * @param expiresIn in seconds
   */
  record TokenRefreshed(long expiresIn) implements ServerFrame {}

  /** The answer to any other frame of a client on the personal socket. */
  record Echo(String message) implements ServerFrame {}

  /**
   * A client's frame was refused; the socket stays open.
   *
   * @param field the invalid field; null if there is no single one
   */
  record Failure(Code code, String message, @JsonInclude(JsonInclude.Include.NON_NULL) String field)
      implements ServerFrame {
    public Failure(Code code, String message) {
      this(code, message, null);
    }
  }

  /** The kinds of failures, named as on the wire. */
  enum Code {
    invalid_json,
    unknown_type,
    invalid_field,
    forbidden,
    rate_limited,
    unavailable
  }

  record InitialGlobalLeaderboard(Page data) implements ServerFrame {}

  record InitialUserRank(UserRank data) implements ServerFrame {}

  /** The requested page of a board. */
  record LeaderboardData(@JsonUnwrapped BoardName board, Page data) implements ServerFrame {}

  /** The viewed page of a board, after a change. */
  record LeaderboardUpdate(@JsonUnwrapped BoardName board, Page data) implements ServerFrame {}

  /** The user's requested rank on a board. */
  record UserRankData(@JsonUnwrapped BoardName board, UserRank data) implements ServerFrame {}

  /**
   * The user's rank on a board has changed, by their own points or by others'.
   *
   * @param oldRank the rank last sent; null if the user was not on the board
   * @param newRank null if the user is no longer on the board
   */
  record RankChange(Integer oldRank, Integer newRank, @JsonUnwrapped BoardName board)
      implements ServerFrame {}

  /**
   * A board as frames name it.
   *
   * @param classId null for a board of everybody
   * @param season null unless it is that of a season
   * @param section null unless it is that of a section of the class
   */
  record BoardName(
      String leaderboardType,
      String classId,
      @JsonInclude(JsonInclude.Include.NON_NULL) String season,
      @JsonInclude(JsonInclude.Include.NON_NULL) String section) {
    public static BoardName of(Board board) {
      return new BoardName(
          board.type(),
          board.classId().orElse(null),
          board.seasonId().orElse(null),
          board.section().orElse(null));
    }
  }
}
