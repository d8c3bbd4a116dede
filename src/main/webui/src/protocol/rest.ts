import type { Achievement, Instant, Level, Pagination, PersonalFrame, Player, Rarity, Translation } from "./frames.js";

/** The level at which the user is. */
export interface ReachedLevel {
  /** The class whose points count; null for all points. */
  readonly class_id: string | null;
  /** Null below the first. */
  readonly level: Level | null;
  /** Null at the highest. */
  readonly next: Level | null;
}

/** The answer of `GET /api/me`: the user at a glance. */
export interface Me {
  readonly user: Player;
  readonly total_points: number;
  /** Null if the user is not on the board. */
  readonly global_rank: number | null;
  /** Days. */
  readonly current_streak: number;
  /** How the streak stands; null without one. */
  readonly streak_state?: "safe_today" | "at_risk" | null;
  /** Until when the user need not work for the streak; null without one. */
  readonly streak_safe_until?: string | null;
  /** When the streak ends unless it is continued; null without one. */
  readonly streak_lapses_at: string | null;
  /** Those of all points and of the user's classes, where there are any. */
  readonly levels?: readonly ReachedLevel[];
  /** Oldest first. */
  readonly achievements: readonly Achievement[];
  readonly unread: number;
  /** The other fields include at least the log up to here. */
  readonly last_seq: number;
  /** The `sent_at` of the event `last_seq`; null if there is none. */
  readonly last_sent_at?: string | null;
}

/** An achievement that can be earned. */
export interface AchievementDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly badge_type: string;
  readonly rarity: Rarity;
  readonly points: number;
  /** Left out if everybody may earn it. */
  readonly class_id?: string;
  /** An https address. */
  readonly picture?: string;
  /** By language tag. */
  readonly texts?: Readonly<Record<string, Translation | undefined>>;
  /** The part of the users who could have it that does, from 0 to 1; left out until it is measured. */
  readonly share?: number;
}

/** An item of the answer of `GET /api/me/achievements`. */
export interface MyAchievement {
  readonly achievement: AchievementDefinition;
  /** Null if it is not earned. */
  readonly earned_at: Instant | null;
  /** From 0 to 1, and what is counted unless several things are; null if it is earned. */
  readonly progress: { readonly part: number; readonly value?: number; readonly threshold?: number } | null;
}

/** The answer of `GET /api/notifications`: a part of the log. */
export interface LogSlice {
  readonly items: readonly PersonalFrame[];
  readonly last_seq: number;
  readonly has_more: boolean;
  /** Whether nothing is missing between `since` and the first item, and the log still has the event of the cursor. */
  readonly complete: boolean;
}

/** The answer of `POST /api/notifications/read`. */
export interface ReadState {
  readonly count: number;
  readonly read_up_to: number;
}

/** The answer of `POST /api/ws-tickets`. */
export interface Ticket {
  readonly ticket: string;
}

/** One of the answer of `GET /api/classes`: a class of the user. */
export interface ClassOfUser {
  readonly id: string;
  readonly name: string;
  readonly role: "student" | "test_student" | "instructor" | "assistant" | "observer";
  /** The user's section; left out if there is none. */
  readonly section?: string;
  /** All of the class, each with a board of its own. */
  readonly sections: readonly string[];
  readonly time_zone: string;
  /** Whether it takes no results any more. */
  readonly archived: boolean;
  /** What its students see of its board. */
  readonly board: {
    readonly names: "everyone" | "top" | "anonymous";
    readonly top: number;
    readonly show: "ranks" | "distribution";
    readonly opt_in: boolean;
    readonly smallest_group: number;
    readonly frozen: boolean;
  };
  /** The open ones, newest first. */
  readonly seasons: readonly Season[];
}

/** A board for a limited time. */
export interface Season {
  readonly id: string;
  readonly class_id: string | null;
  readonly name: string;
  /** The problems that count; empty for all. */
  readonly problem_ids: readonly string[];
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly weekly: boolean;
  readonly closed_at: string | null;
  /** True while results that were there before are being counted; left out otherwise. */
  readonly counting?: boolean;
}

/** The answer of `GET /api/leaderboards/classes/{id}/teams`: a page of the teams of a class. */
export interface TeamBoard {
  /** Best first; then those without a score. */
  readonly entries: readonly TeamEntry[];
  readonly pagination: Pagination;
  /** How a score is made of the points of the members. */
  readonly team_score: "mean" | "sum";
  /** The members of the largest team, by which sums are compensated. */
  readonly largest_size: number;
  readonly version: number;
  /** Why there are no entries; left out if there may be. */
  readonly withheld?: "too_few" | "distribution";
}

export interface TeamEntry {
  /** Null without a score. */
  readonly rank: number | null;
  readonly tied: boolean;
  readonly team: { readonly id: string; readonly name: string };
  readonly size: number;
  /** Null if it would tell what one member has. */
  readonly score: number | null;
  /** Whether the user is in it. */
  readonly own: boolean;
}

/** The answer of `GET /api/leaderboards/classes/{id}/distribution`: how many have how many points. */
export interface Distribution {
  /** Ascending and without gaps. */
  readonly bands: readonly Band[];
  readonly size: number;
  /** Null if the user is not on the board. */
  readonly own_points: number | null;
  /** Why there are no bands; left out if there are. */
  readonly withheld?: "too_few" | "distribution";
}

export interface Band {
  readonly from: number;
  /** The first points that are too many. */
  readonly below: number;
  readonly count: number;
  /** Whether the user is in the band. */
  readonly own: boolean;
}

/** A change of points on the board of a class, or on the global board. */
export interface LedgerEntry {
  readonly id: number;
  /** When the points changed. */
  readonly at: string;
  /** When the result was handed in, or the achievement earned; null for rules and authority. */
  readonly submitted_at: string | null;
  /** Null on the global board. */
  readonly class_id: string | null;
  readonly cause:
    | "result"
    | "regrade"
    | "withdrawal"
    | "release"
    | "adjustment"
    | "balance"
    | "authority"
    | "achievement"
    | "rules";
  /** The grader; null for achievements. */
  readonly source: string | null;
  readonly submission_id: string | null;
  readonly revision: number | null;
  readonly achievement_id: string | null;
  /** The problem, the achievement, or the reason of an adjustment. */
  readonly title: string;
  /** Of the rules of the class; null outside classes. */
  readonly rules_version: number | null;
  readonly change: number;
  readonly before: number;
  readonly after: number;
}

/** The answer of `GET /api/me/ledger`: why the user has these points. */
export interface LedgerPage {
  readonly total_points: number;
  /** Newest first. */
  readonly items: readonly LedgerEntry[];
  /** The `before` of the next page; null at the end. */
  readonly next: number | null;
}

/** A question of a student about an entry of the ledger. */
export interface Appeal {
  readonly id: number;
  readonly class_id: string;
  /** Who asks; left out of one's own. */
  readonly user?: Player;
  readonly entry: LedgerEntry;
  readonly text: string;
  readonly state: "open" | "accepted" | "declined" | "withdrawn";
  readonly made_at: string;
  /** Null until there is one. */
  readonly answer: AppealAnswer | null;
}

/** What an instructor answers to an appeal. */
export interface AppealAnswer {
  readonly text: string;
  readonly at: string;
  /** The adjustment, or the result graded again, that corrects the points; null if the answer names none. */
  readonly correction: { readonly source: string; readonly id: string } | null;
}

/** The answer of `GET /api/me/appeals` and `GET /api/classes/{id}/appeals`. */
export interface AppealPage {
  /** Newest first. */
  readonly items: readonly Appeal[];
  /** The `before` of the next page; null at the end. */
  readonly next: number | null;
}
