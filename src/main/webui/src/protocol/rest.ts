import type { Achievement, PersonalFrame, Player } from "./frames.js";

/** What `GET /api/me` answers: the user at a glance. */
export interface Me {
  readonly user: Player;
  readonly total_points: number;
  /** Null for one who is not on the board. */
  readonly global_rank: number | null;
  /** Days. */
  readonly current_streak: number;
  /** Oldest first. */
  readonly achievements: readonly Achievement[];
  readonly unread: number;
  /** The end of the log that the rest includes at least. */
  readonly last_seq: number;
}

/** What `GET /api/notifications` answers: a stretch of the log. */
export interface LogSlice {
  readonly items: readonly PersonalFrame[];
  readonly last_seq: number;
  readonly has_more: boolean;
  /** Whether nothing is missing between `since` and the first item. */
  readonly complete: boolean;
}

/** What reading the inbox answers. */
export interface ReadState {
  readonly count: number;
  readonly read_up_to: number;
}

/** What `POST /api/ws-tickets` answers. */
export interface Ticket {
  readonly ticket: string;
}
