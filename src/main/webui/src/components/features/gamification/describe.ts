import type {
  AssignmentSubmitted,
  Level,
  PersonalFrame,
  RankChangeEvent,
  Rarity,
  StreakUpdate,
} from "../../../protocol/frames.js";
import { localized } from "../../../state/localized.js";

/** The words for an event. */
export interface Message {
  /** The name of an icon: `badge_type` of an achievement, or one of `BadgeIcon`. */
  readonly icon: string;
  readonly title: string;
  readonly text: string;
  /** The points that it brought; 0 for none. */
  readonly points: number;
  readonly rarity?: Rarity;
}

/** Reasons of points that another event already announces. */
const TOLD_OTHERWISE: readonly string[] = ["practice", "assignment", "achievement"];

/** The words for an event where every event has its own line, and so counts as unread. */
export function describeInFull(frame: PersonalFrame): Message {
  if (frame.type === "points_update" && TOLD_OTHERWISE.includes(frame.source)) {
    const text = `After the ${frame.source} that earned ${signed(frame.points_earned)}`;
    return { icon: "points", title: `${number(frame.new_points)} points in all`, text, points: 0 };
  }
  return describe(frame) ?? { icon: "points", title: "Something new", text: "", points: 0 };
}

/** The words for an event; null if it only repeats another one. */
export function describe(frame: PersonalFrame): Message | null {
  switch (frame.type) {
    case "practice_completed":
      return {
        icon: "completions",
        title: frame.question_title,
        text: frame.attempt_number === 1 ? "Solved at the first attempt" : `Solved at attempt ${frame.attempt_number}`,
        points: frame.points_earned,
      };
    case "assignment_submitted":
      return {
        icon: "assignment",
        title: frame.assignment_title,
        text: graded(frame),
        points: frame.points_earned,
      };
    case "achievement_earned": {
      const { name, description } = localized(frame.achievement);
      return {
        icon: frame.achievement.badge_type,
        title: name,
        text: frame.reason ?? description,
        points: frame.points_earned,
        rarity: frame.achievement.rarity,
      };
    }
    case "achievement_revoked":
      // The points_update that follows shows the points.
      return {
        icon: "minus",
        title: `${localized(frame.achievement).name} was revoked`,
        text: frame.reason,
        points: 0,
      };
    case "level_up":
      return { icon: "points", title: `You have reached ${frame.level.name}`, text: after(frame.next), points: 0 };
    case "streak_update":
      return { icon: "streak", points: 0, ...streak(frame.current_streak, frame.state) };
    case "appeal_made":
      return { icon: "question", title: "A question about points", text: `In ${frame.class_name}`, points: 0 };
    case "appeal_answered":
      return {
        icon: "question",
        title: `Your question about ${frame.title} was ${frame.decision}`,
        text: frame.text,
        points: 0,
      };
    case "rank_change":
      return { icon: "points", points: 0, ...rank(frame) };
    case "announcement":
      return { icon: "announcement", title: frame.title, text: frame.text, points: 0 };
    case "points_update":
      return points(frame.points_earned, frame.source, frame.reason);
    default:
      return null;
  }
}

function rank({ old_rank, new_rank, class_id }: RankChangeEvent): Pick<Message, "title" | "text"> {
  const board = class_id === null ? "everybody" : class_id;
  return {
    title: new_rank === null ? "You are no longer ranked" : `You are number ${new_rank}`,
    text: old_rank === null ? `On the board of ${board}` : `On the board of ${board}, before number ${old_rank}`,
  };
}

function graded({ score, percent, regraded }: AssignmentSubmitted): string {
  const what = regraded ? "Graded again" : "Graded";
  const part = percent === undefined || percent === score ? "" : ` (${number(percent)} %)`;
  return score === undefined ? what : `${what}: ${number(score)}${part}`;
}

function after(next: Level | null): string {
  return next === null ? "The highest level" : `${next.name} begins at ${next.points.toLocaleString("en")} points`;
}

function points(earned: number, source: string, reason = `From ${source}`): Message | null {
  if (source === "rules") {
    return {
      icon: "points",
      title: "Your points were counted anew",
      text: "The rules of a class have changed",
      points: earned,
    };
  }
  if (earned < 0) {
    return { icon: "minus", title: "Your points were corrected", text: reason, points: earned };
  }
  return TOLD_OTHERWISE.includes(source)
    ? null
    : { icon: "points", title: "Points for you", text: reason, points: earned };
}

function streak(length: number, state: StreakUpdate["state"]): Pick<Message, "title" | "text"> {
  if (length === 0) {
    return { title: "Your streak has ended", text: "The next one begins with the next problem" };
  }
  const title = `${length} ${length === 1 ? "day" : "days"} in a row`;
  if (state === "lapsed") {
    return { title, text: "In the past; it counts for achievements" };
  }
  if (state === "at_risk") {
    return { title, text: "Keep it going today" };
  }
  return length === 1
    ? { title: "A new streak", text: "Solve another problem tomorrow" }
    : { title, text: "Keep it going tomorrow" };
}

/** One message for many missed events. */
export function summarize(messages: readonly Message[]): Message {
  const achievements = messages.filter(({ rarity }) => rarity !== undefined).length;
  const others = messages.length - achievements;
  const parts = [
    achievements > 0 && `${achievements} ${achievements === 1 ? "achievement" : "achievements"}`,
    others > 0 && `${others} other ${others === 1 ? "event" : "events"}`,
  ].filter((part): part is string => part !== false);
  return {
    icon: "catch-up",
    title: "While you were away",
    text: parts.join(" and "),
    points: messages.reduce((sum, { points }) => sum + points, 0),
  };
}

const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 2 });

/** Points with a sign, and a typographic minus. */
export function signed(points: number): string {
  const digits = number(Math.abs(points));
  return points < 0 ? `−${digits}` : `+${digits}`;
}
