import type { PersonalFrame } from "../protocol/frames.js";

type Kind = "number" | "string" | "object";

const FIELDS: { readonly [T in PersonalFrame["type"]]: Readonly<Record<string, Kind>> } = {
  achievement_earned: { achievement: "object", points_earned: "number" },
  points_update: { old_points: "number", new_points: "number", points_earned: "number", source: "string" },
  practice_completed: { question_title: "string", points_earned: "number", attempt_number: "number" },
  assignment_submitted: { assignment_title: "string", points_earned: "number" },
  streak_update: { current_streak: "number", streak_type: "string" },
  achievement_revoked: { achievement: "object", points_lost: "number", reason: "string" },
  level_up: { level: "object" },
  appeal_made: { appeal_id: "number", class_id: "string", class_name: "string" },
  appeal_answered: { appeal_id: "number", title: "string", decision: "string", text: "string" },
  rank_change: { leaderboard_type: "string" },
  announcement: { title: "string", text: "string" },
};

const ACHIEVEMENT: Readonly<Record<string, Kind>> = {
  id: "string",
  name: "string",
  description: "string",
  badge_type: "string",
  rarity: "string",
};

const LEVEL: Readonly<Record<string, Kind>> = { name: "string", points: "number" };

/** Whether the frame has the fields that its type promises. Always false for unknown types. */
export function isWellFormed(frame: PersonalFrame): boolean {
  const fields: Readonly<Record<string, Kind>> | undefined = FIELDS[frame.type];
  return (
    fields !== undefined &&
    has(frame, fields) &&
    (!("achievement" in frame) || has(frame.achievement, ACHIEVEMENT)) &&
    (!("level" in frame) || has(frame.level, LEVEL))
  );
}

function has(value: object, fields: Readonly<Record<string, Kind>>): boolean {
  const entries: ReadonlyMap<string, unknown> = new Map(Object.entries(value));
  return Object.entries(fields).every(([name, kind]) => {
    const field = entries.get(name);
    return typeof field === kind && field !== null;
  });
}
