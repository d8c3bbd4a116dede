package dev.laurel.realtime.frame;

import java.util.EnumSet;
import java.util.Set;

/**
 * The types of frames by which frames are counted, named as on the wire. A test compares them with
 * {@link ServerFrame}, the events of the log and {@code asyncapi.json}.
 */
public enum FrameType {
  achievement_earned,
  points_update,
  practice_completed,
  assignment_submitted,
  streak_update,
  achievement_revoked,
  level_up,
  appeal_made,
  appeal_answered,
  announcement,
  resumed,
  unread,
  token_expiring,
  token_refreshed,
  echo,
  error,
  initial_global_leaderboard,
  initial_user_rank,
  leaderboard_data,
  leaderboard_update,
  user_rank_data,
  rank_change,
  ack,
  refresh_token,
  request_leaderboard,
  request_user_rank,
  /** Any other type that a client sends. */
  other;

  private static final String BEGINNING = "{\"type\":\"";
  private static final FrameType[] ALL = values();
  private static final Set<FrameType> CLIENT_TYPES =
      EnumSet.of(ack, refresh_token, request_leaderboard, request_user_rank, other);

  private final String end = name() + '"';

  public static Set<FrameType> ofClients() {
    return CLIENT_TYPES;
  }

  public static Set<FrameType> ofServer() {
    return EnumSet.complementOf(
        EnumSet.of(ack, refresh_token, request_leaderboard, request_user_rank));
  }

  /** The type of a server's frame, which begins with it. */
  static FrameType of(String json) {
    if (json.startsWith(BEGINNING)) {
      for (var type : ALL) {
        if (json.startsWith(type.end, BEGINNING.length())) {
          return type;
        }
      }
    }
    return other;
  }

  /** The type that a client's frame names. */
  public static FrameType ofClient(String name) {
    for (var type : CLIENT_TYPES) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return other;
  }
}
