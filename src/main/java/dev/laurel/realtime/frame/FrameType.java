package dev.laurel.realtime.frame;

import java.util.EnumSet;
import java.util.Set;

/** The types of frames that are told apart where frames are counted, by their names on the wire. */
public enum FrameType {
  achievement_earned,
  points_update,
  practice_completed,
  assignment_submitted,
  streak_update,
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
  /** Whatever else it may be: clients make up types as they like. */
  other;

  private static final String BEGINNING = "{\"type\":\"";
  private static final FrameType[] ALL = values();
  private static final Set<FrameType> OF_CLIENTS =
      EnumSet.of(ack, refresh_token, request_leaderboard, request_user_rank, other);

  private final String end = name() + '"';

  /** Those that clients send. */
  public static Set<FrameType> ofClients() {
    return OF_CLIENTS;
  }

  /** Those that the server sends. */
  public static Set<FrameType> ofServer() {
    return EnumSet.complementOf(
        EnumSet.of(ack, refresh_token, request_leaderboard, request_user_rank));
  }

  /** The type of a frame of the server, which begins with it. */
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

  /** The type that a client named. */
  public static FrameType ofClient(String name) {
    for (var type : OF_CLIENTS) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return other;
  }
}
