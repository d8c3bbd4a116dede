import type { Achievement, PersonalFrame, Player, PointsUpdate } from "../protocol/frames.js";
import type { Me } from "../protocol/rest.js";

/** The user's points, and how they came to be what they are. */
export type Points = Pick<PointsUpdate, "old_points" | "new_points" | "points_earned" | "source">;

/** An event in the user's inbox. */
export interface GameNotification {
  /** Its place in the log. */
  readonly id: number;
  readonly frame: PersonalFrame;
}

/** All that is known of a user. */
export interface GameState {
  /** Null before anything is known. */
  readonly user: Player | null;
  readonly points: Points | null;
  /** On the global board; null for one who is not on it. */
  readonly globalRank: number | null;
  /** Days. */
  readonly streak: number;
  /** Newest first. */
  readonly achievements: readonly Achievement[];
  /** Newest first, the last few hundred at most, without those that were cleared. */
  readonly notifications: readonly GameNotification[];
  /** How many events have not been read. */
  readonly unread: number;
  /** The end of the log. */
  readonly lastSeq: number;
  /** Everything up to here has been read. */
  readonly readUpTo: number;
  /** What of the log is in the points, the streak and the achievements already. */
  readonly includes: number;
}

export const NOBODY: GameState = {
  user: null,
  points: null,
  globalRank: null,
  streak: 0,
  achievements: [],
  notifications: [],
  unread: 0,
  lastSeq: 0,
  readUpTo: 0,
  includes: 0,
};

const MOST_NOTIFICATIONS = 500;

/** The state as a snapshot has it. Notifications of the same user stay. */
export function withSnapshot(state: GameState, me: Me): GameState {
  const isSame = state.user?.id === me.user.id;
  const total = me.total_points;
  return {
    user: me.user,
    points: { old_points: total, new_points: total, points_earned: 0, source: "snapshot" },
    globalRank: me.global_rank,
    streak: me.current_streak,
    achievements: [...me.achievements].reverse(),
    notifications: isSame ? state.notifications : [],
    unread: me.unread,
    lastSeq: me.last_seq,
    readUpTo: me.last_seq - me.unread,
    includes: me.last_seq,
  };
}

/** The state after an event. One that a snapshot included already only goes into the inbox. */
export function withFrame(state: GameState, frame: PersonalFrame): GameState {
  const lastSeq = Math.max(state.lastSeq, frame.seq);
  const next = {
    ...state,
    notifications: merge([{ id: frame.seq, frame }], state.notifications),
    lastSeq,
    unread: state.unread + lastSeq - state.lastSeq,
  };
  if (frame.seq <= state.includes) {
    return next;
  }
  switch (frame.type) {
    case "points_update":
      return { ...next, points: frame };
    case "streak_update":
      return { ...next, streak: frame.current_streak };
    case "achievement_earned":
      return {
        ...next,
        achievements: [frame.achievement, ...state.achievements.filter(({ id }) => id !== frame.achievement.id)],
      };
    default:
      return next;
  }
}

/** The state with older events, as read over REST. */
export function withHistory(state: GameState, frames: readonly PersonalFrame[]): GameState {
  const older = frames.map((frame) => ({ id: frame.seq, frame }));
  return { ...state, notifications: merge(older, state.notifications) };
}

/**
 * The state after the read cursor moved.
 *
 * @param lastSeq the end of the log that the number is true for
 */
export function withRead(state: GameState, unread: number, readUpTo: number, lastSeq = state.lastSeq): GameState {
  return {
    ...state,
    unread: unread + Math.max(0, state.lastSeq - lastSeq),
    readUpTo,
    lastSeq: Math.max(lastSeq, state.lastSeq),
  };
}

/** Newest first, each once. */
function merge(a: readonly GameNotification[], b: readonly GameNotification[]): readonly GameNotification[] {
  const byId = new Map([...b, ...a].map((notification) => [notification.id, notification]));
  return [...byId.values()].sort((x, y) => y.id - x.id).slice(0, MOST_NOTIFICATIONS);
}
