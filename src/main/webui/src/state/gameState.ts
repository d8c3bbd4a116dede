import type { Achievement, PersonalFrame, Player, PointsUpdate } from "../protocol/frames.js";
import type { Me, ReachedLevel } from "../protocol/rest.js";

/** The user's points and the changes that led to them. */
export type Points = Pick<PointsUpdate, "old_points" | "new_points" | "points_earned" | "source">;

/** An event in the user's inbox. */
export interface GameNotification {
  /** Its `seq`. */
  readonly id: number;
  readonly frame: PersonalFrame;
}

/** Everything known of a user. */
export interface GameState {
  /** Null until known. */
  readonly user: Player | null;
  readonly points: Points | null;
  /** On the global board; null if the user is not on it. */
  readonly globalRank: number | null;
  /** Days. */
  readonly streak: number;
  /** Whether the streak ends today unless the user works. */
  readonly streakAtRisk: boolean;
  /** Of all points and of the user's classes, where there are any. */
  readonly levels: readonly ReachedLevel[];
  /** Newest first. */
  readonly achievements: readonly Achievement[];
  /** Newest first, at most the last few hundred, without cleared ones. */
  readonly notifications: readonly GameNotification[];
  /** The number of unread events. */
  readonly unread: number;
  /** The end of the log. */
  readonly lastSeq: number;
  /** The last event that has been read. */
  readonly readUpTo: number;
  /** The last event that points, streak and achievements include. */
  readonly includes: number;
}

export const NOBODY: GameState = {
  user: null,
  points: null,
  globalRank: null,
  streak: 0,
  streakAtRisk: false,
  levels: [],
  achievements: [],
  notifications: [],
  unread: 0,
  lastSeq: 0,
  readUpTo: 0,
  includes: 0,
};

const MOST_NOTIFICATIONS = 500;

/** The state of a snapshot. Keeps the notifications if the user is the same. */
export function withSnapshot(state: GameState, me: Me): GameState {
  const isSame = state.user?.id === me.user.id;
  const total = me.total_points;
  return {
    user: me.user,
    points: { old_points: total, new_points: total, points_earned: 0, source: "snapshot" },
    globalRank: me.global_rank,
    streak: me.current_streak,
    streakAtRisk: me.streak_state === "at_risk",
    levels: me.levels ?? [],
    achievements: [...me.achievements].reverse(),
    notifications: isSame ? state.notifications : [],
    unread: me.unread,
    lastSeq: me.last_seq,
    readUpTo: me.last_seq - me.unread,
    includes: me.last_seq,
  };
}

/** The state without events behind the end of the log, which has lost them. */
export function upTo(state: GameState, lastSeq: number): GameState {
  return { ...state, notifications: state.notifications.filter(({ id }) => id <= lastSeq) };
}

/** The state after an event that this version does not understand: it counts, as it does on the server. */
export function withUnknown(state: GameState, { seq }: PersonalFrame): GameState {
  const lastSeq = Math.max(state.lastSeq, seq);
  return { ...state, lastSeq, unread: state.unread + lastSeq - state.lastSeq };
}

/** The state after an event. An event that a snapshot already includes only goes into the inbox. */
export function withFrame(state: GameState, frame: PersonalFrame): GameState {
  const next = {
    ...withUnknown(state, frame),
    notifications: merge([{ id: frame.seq, frame }], state.notifications),
  };
  if (frame.seq <= state.includes) {
    return next;
  }
  switch (frame.type) {
    case "points_update":
      return { ...next, points: frame };
    case "streak_update":
      return {
        ...next,
        streak: frame.state === "lapsed" ? 0 : frame.current_streak,
        streakAtRisk: frame.state === "at_risk",
      };
    case "achievement_earned":
      return {
        ...next,
        achievements: [frame.achievement, ...state.achievements.filter(({ id }) => id !== frame.achievement.id)],
      };
    case "level_up": {
      const { class_id = null, level, next: after = null } = frame;
      const others = state.levels.filter((reached) => reached.class_id !== class_id);
      return { ...next, levels: [...others, { class_id, level, next: after }] };
    }
    case "achievement_revoked":
      return { ...next, achievements: state.achievements.filter(({ id }) => id !== frame.achievement.id) };
    default:
      return next;
  }
}

/** The state with older events added, as read over REST. */
export function withHistory(state: GameState, frames: readonly PersonalFrame[]): GameState {
  const older = frames.map((frame) => ({ id: frame.seq, frame }));
  return { ...state, notifications: merge(older, state.notifications) };
}

/**
 * The state after the read cursor moved.
 *
 * @param lastSeq the end of the log when the number was counted
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
