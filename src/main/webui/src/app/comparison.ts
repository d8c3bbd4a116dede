import { useSyncExternalStore } from "react";
import type { Player } from "../core.js";
import { call } from "./api.js";
import type { Token } from "./appeals.js";
import { formatNumber } from "./format.js";

/** What one side has for a student. What it does not say is left out, and not compared. */
export interface Side {
  readonly points: number;
  readonly completions?: number;
  readonly streak?: { readonly current?: number; readonly last_day?: string; readonly longest?: number };
  readonly achievements?: readonly string[];
  readonly rank?: number;
}

/** A part of a difference: by how much the other system has more. */
export interface Explanation {
  readonly code: string;
  readonly points?: number;
  readonly count?: number;
  readonly achievements?: readonly string[];
  readonly field?: "points" | "streak" | "rank";
}

/** A student, with what both sides have. */
export interface Comparison {
  readonly user: Player;
  readonly equal: boolean;
  /** Left out if the other system has said nothing. */
  readonly reported?: Side;
  readonly computed: Side;
  readonly explanations: readonly Explanation[];
}

/** The answer of `GET /api/classes/{id}/reconciliation`. */
export interface ReconciliationPage {
  readonly computed_at?: string;
  readonly summary: {
    readonly students: number;
    readonly equal: number;
    readonly different: number;
    /** Those whose numbers Laurel is computing again. */
    readonly pending: number;
    readonly zero: boolean;
  };
  readonly students: readonly Comparison[];
  /** The `after` of the next page; null at the end. */
  readonly next: string | null;
}

const STUDENTS = 100;

/** A page of the comparison of a class. */
export async function fetchReconciliation(
  token: Token,
  classId: string,
  different: boolean,
  after: string | null = null,
): Promise<ReconciliationPage> {
  const query = new URLSearchParams({ limit: String(STUDENTS), different: String(different) });
  if (after !== null) {
    query.set("after", after);
  }
  const path = `api/classes/${encodeURIComponent(classId)}/reconciliation?${query}`;
  return call<ReconciliationPage>(path, { token: await token() });
}

/** Whether another system counts for a class, and Laurel beside it, unseen. */
export async function isInShadow(token: Token, classId: string): Promise<boolean> {
  const path = `api/classes/${encodeURIComponent(classId)}/authority`;
  return (await call<{ readonly mode: string }>(path, { token: await token() })).mode === "shadow";
}

/** The part of the page's address after the # that shows the comparison of a class. */
export const reconciliationAddress = (classId: string): string =>
  `#/teach/${encodeURIComponent(classId)}/reconciliation`;

/** The class whose comparison the page's address asks for, or null. */
export function useReconciliationAddress(): string | null {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener("hashchange", changed);
      return () => removeEventListener("hashchange", changed);
    },
    () => location.hash,
  );
  const encoded = /^#\/teach\/([^/]+)\/reconciliation$/.exec(hash)?.[1];
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/** The outcome for the class in a sentence. */
export function summarise({ summary: { students, different, pending, zero } }: ReconciliationPage): string {
  if (students === 0) {
    return "There are no students to compare.";
  }
  if (zero) {
    return students === 1
      ? "Laurel and the other system agree on the only student."
      : `Laurel and the other system agree on all ${formatNumber(students)} students.`;
  }
  if (different === 0) {
    return `Laurel is still computing the numbers of ${many(pending, "student")}.`;
  }
  return `Laurel and the other system differ on ${formatNumber(different)} of ${many(students, "student")}.`;
}

/** An explanation in words. */
export function inWords({ code, points = 0, count = 0, achievements = [], field }: Explanation): string {
  const words = WORDS[code];
  return words === undefined
    ? code.replaceAll("_", " ")
    : words({ points: more(points, "point"), count: more(count, "completion"), ids: achievements.join(", "), field });
}

interface Details {
  readonly points: string;
  readonly count: string;
  readonly ids: string;
  readonly field: Explanation["field"];
}

const WORDS: Readonly<Record<string, (details: Details) => string>> = {
  not_reported_yet: () => "The other system has not sent anything about this student yet.",
  dropped_member: () => "The other system still has this student, who is not in the class any more.",
  attempts_summed: ({ points }) => `The other system adds up all attempts: ${points}.`,
  attempts_averaged: ({ points }) => `The other system takes the mean of all attempts: ${points}.`,
  attempts_best: ({ points }) => `The other system takes the best attempts: ${points}.`,
  attempts_last: ({ points }) => `The other system takes the last attempts: ${points}.`,
  attempts_first: ({ points }) => `The other system takes the first attempts: ${points}.`,
  achievement_points: ({ points }) => `The other system counts the points of achievements here: ${points}.`,
  adjustments: ({ points }) => `The other system is without what was given or taken by hand: ${points}.`,
  held_results: () => "The other system has results that wait for their release in Laurel.",
  results_missing: ({ count }) => `The other system has ${count}: Laurel lacks results.`,
  results_more: ({ count }) => `The other system has ${count}: it lacks results.`,
  achievements_missing: ({ ids }) => `Laurel has not awarded: ${ids}.`,
  achievements_more: ({ ids }) => `The other system has not awarded: ${ids}.`,
  rank_outdated: () => "The other system has reported of others since it said this rank.",
  streak_calendar: () => "The other system counts every day, where the class has days off.",
  tie_order: () => "The points are the same; equals are only ranked in another order.",
  rank_by_points: () => "The rank follows from the points that the other system has.",
  unexplained: ({ points, field }) =>
    field === "points" ? `Not explained: ${points} in the other system.` : `Not explained: the ${field ?? "rest"}.`,
};

function more(count: number, noun: string): string {
  return `${many(Math.abs(count), noun)} ${count < 0 ? "fewer" : "more"}`;
}

const many = (count: number, noun: string): string => `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
