import { signed } from "./dom.js";

/**
 * How an event is told: an icon, a title, a line below it, the points that came with it, and whether it deserves a toast.
 * Null for events that only repeat what another one says.
 */
export function describe(frame) {
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
        text: `Graded: ${frame.score}`,
        points: frame.points_earned,
      };
    case "achievement_earned":
      return {
        icon: frame.achievement.badge_type,
        title: frame.achievement.name,
        text: frame.achievement.description,
        rarity: frame.achievement.rarity,
        points: frame.points_earned,
      };
    case "streak_update":
      return {
        icon: "streak",
        ...streak(frame.current_streak),
      };
    case "points_update":
      return ["practice", "assignment", "achievement"].includes(frame.source) && frame.points_earned >= 0
        ? null
        : {
            icon: frame.points_earned < 0 ? "minus" : "points",
            title: frame.points_earned < 0 ? "Your points were corrected" : "Points for you",
            text: `From ${frame.source}`,
            points: frame.points_earned,
          };
    default:
      return null;
  }
}

function streak(length) {
  if (length === 0) {
    return { title: "Your streak has ended", text: "The next one begins with the next problem" };
  }
  return length === 1
    ? { title: "A new streak", text: "Solve another problem tomorrow" }
    : { title: `${days(length)} in a row`, text: "Keep it going tomorrow" };
}

/** The points of an event as people read them; empty where it brought none. */
export const gain = (points) => (points ? signed(points) : "");

export const days = (count) => `${count} ${count === 1 ? "day" : "days"}`;
