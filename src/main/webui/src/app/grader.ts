import type { Player } from "../core.js";
import { call } from "./api.js";
import { mintToken } from "./demo.js";

/** One graded submission, as graders post it. */
export interface Submission {
  readonly source: string;
  readonly submission_id: string;
  readonly revision: number;
  readonly user: Player;
  readonly class_id?: string;
  readonly kind: "practice" | "assignment";
  readonly problem: { readonly id: string; readonly title: string; readonly points: number };
  readonly score: number;
  readonly max_score: number;
  readonly attempt_number: number;
}

/** The outcome of a submission. */
export interface Outcome {
  readonly outcome: "accepted" | "duplicate" | "superseded" | "rejected";
  readonly points_earned: number;
  readonly total_points: number;
  readonly achievements: readonly string[];
}

const EXERCISES = ["Binary Search", "Two Pointers", "Graph Walks", "Hash Maps", "Recursion", "Sorting"] as const;

export const GRADER = "demo-grader";

/** A made-up submission like those of the demo's class. */
export function randomSubmission(classId: string, user: Player): Submission {
  const title = EXERCISES[Math.floor(Math.random() * EXERCISES.length)] ?? EXERCISES[0];
  return {
    source: "page",
    submission_id: crypto.randomUUID(),
    revision: 1,
    // Not all that boards say of a user, which graders may not.
    user: { id: user.id, username: user.username },
    class_id: classId,
    kind: "practice",
    problem: { id: `page-${crypto.randomUUID()}`, title, points: 25 },
    score: 60 + 5 * Math.floor(Math.random() * 9),
    max_score: 100,
    attempt_number: 1,
  };
}

/**
 * Posts a submission with the given token, or as the demo's grader.
 *
 * @throws ApiError with a readable message
 */
export async function postSubmission(submission: Submission, token?: string): Promise<Outcome> {
  return call<Outcome>("api/submissions", { token: token ?? (await mintToken(GRADER, ["grader"])), body: submission });
}
