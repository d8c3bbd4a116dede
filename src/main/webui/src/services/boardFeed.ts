import type {
  BoardPage,
  ClassId,
  LeaderboardFrame,
  LeaderboardType,
  RequestLeaderboard,
  RequestUserRank,
  SeasonId,
  UserRank,
} from "../protocol/frames.js";
import type { Feed } from "./channel.js";
import type { RawFrame } from "./connection.js";
import { HttpError, type RestClient } from "./restClient.js";

/** What the feed tells. */
export interface BoardFeedOwner {
  emit(event: LeaderboardFrame): void;
  send(frame: object): boolean;
  pollNow(): void;
}

/** How the frames of a board name it. */
interface Which {
  readonly leaderboard_type: LeaderboardType;
  readonly class_id: ClassId;
  readonly season?: SeasonId;
}

/** A page that somebody looks at, and what polling knows of it. */
interface View extends Which {
  page: number;
  page_size: number;
  /** Whether the user's own place is wanted as well. */
  rank: boolean;
  /** Whether the page itself is. */
  board: boolean;
  etag: string | undefined;
  lastPage: string | undefined;
  lastRank: string | undefined;
}

const DEFAULT_PAGE_SIZE = 20;
const FIRST_PAGE_SIZE = 10;
/** How many seasons a socket follows. */
const MOST_SEASONS = 5;
/** For those who have left the class; no such season for the user; and withheld while the class is frozen. */
const NOT_TO_BE_SEEN: readonly number[] = [403, 404, 409];

/**
 * Boards and ranks. It remembers which pages are being looked at, asks for them again when a socket was replaced, and
 * reads them over REST while there is none: then a page read for the first time is `leaderboard_data`, a changed one
 * `leaderboard_update`, and a changed place `user_rank_data`.
 */
export class BoardFeed implements Feed {
  readonly path = "ws/leaderboard/";
  readonly #rest: RestClient;
  readonly #owner: BoardFeedOwner;
  readonly #views = new Map<string, View>();

  constructor(rest: RestClient, owner: BoardFeedOwner) {
    this.#rest = rest;
    this.#owner = owner;
  }

  /** Looks at nothing any more. */
  forget(): void {
    this.#views.clear();
  }

  /** Asks for a page, now or as soon as there is a way to. */
  requestPage(request: RequestLeaderboard): void {
    const view = this.#view(request);
    const { page = 1, page_size = DEFAULT_PAGE_SIZE } = request;
    Object.assign(view, { board: true, page, page_size, etag: undefined, lastPage: undefined });
    this.#request(request);
  }

  /** Asks for the user's place, now or as soon as there is a way to. */
  requestRank(request: RequestUserRank): void {
    Object.assign(this.#view(request), { rank: true, lastRank: undefined });
    this.#request(request);
  }

  async query(): Promise<Record<string, string>> {
    return {};
  }

  opened(): void {
    for (const { leaderboard_type, class_id, season, board, rank, page, page_size } of this.#views.values()) {
      const which = season ? { season } : { leaderboard_type, ...(class_id !== null && { class_id }) };
      if (board) {
        this.#owner.send({ type: "request_leaderboard", ...which, page, page_size });
      }
      if (rank) {
        this.#owner.send({ type: "request_user_rank", ...which });
      }
    }
  }

  received(frame: RawFrame): void {
    this.#owner.emit(frame as unknown as LeaderboardFrame);
  }

  async poll(signal: AbortSignal): Promise<void> {
    if (this.#views.size === 0) {
      // What a socket says without being asked.
      Object.assign(this.#view({}), { board: true, rank: true, page: 1, page_size: FIRST_PAGE_SIZE });
    }
    for (const view of [...this.#views.values()]) {
      try {
        await this.#pollView(view, signal);
      } catch (error) {
        // For the others that is no reason to stand still.
        if (!(error instanceof HttpError && NOT_TO_BE_SEEN.includes(error.status))) {
          throw error;
        }
      }
    }
  }

  #request(request: RequestLeaderboard | RequestUserRank): void {
    if (!this.#owner.send(request)) {
      this.#owner.pollNow();
    }
  }

  #view({ leaderboard_type = "global", class_id = null, season }: Partial<Which>): View {
    const key = season ? `season ${season}` : `${leaderboard_type} ${class_id}`;
    const known = this.#views.get(key);
    const nothing = { etag: undefined, lastPage: undefined, lastRank: undefined, rank: false, board: false };
    const which = { leaderboard_type, class_id, ...(season && { season }) };
    const view: View = known ?? { ...which, page: 1, page_size: DEFAULT_PAGE_SIZE, ...nothing };
    if (season) {
      this.#views.delete(key);
    }
    this.#views.set(key, view);
    const seasons = [...this.#views].filter(([, each]) => each.season);
    for (const [oldest] of seasons.slice(0, -MOST_SEASONS)) {
      this.#views.delete(oldest);
    }
    return view;
  }

  async #pollView(view: View, signal: AbortSignal): Promise<void> {
    const { class_id, season } = view;
    const ofClass = class_id === null ? "global" : `classes/${encodeURIComponent(class_id)}`;
    const path = `api/leaderboards/${season ? `seasons/${encodeURIComponent(season)}` : ofClass}`;
    if (view.board) {
      await this.#pollPage(view, path, signal);
    }
    if (view.rank && !signal.aborted) {
      await this.#pollRank(view, path, signal);
    }
  }

  async #pollPage(view: View, path: string, signal: AbortSignal): Promise<void> {
    const { page, page_size, etag } = view;
    const read = await this.#rest.read<BoardPage>(`${path}?page=${page}&page_size=${page_size}`, etag, signal);
    const isStillWanted = !signal.aborted && page === view.page && page_size === view.page_size;
    if (read.body === undefined || !isStillWanted) {
      return;
    }
    view.etag = read.etag;
    const { lastPage } = view;
    const { entries, pagination, closed } = read.body;
    view.lastPage = JSON.stringify([entries, pagination, closed]);
    if (view.lastPage !== lastPage) {
      const type = lastPage === undefined ? "leaderboard_data" : "leaderboard_update";
      this.#owner.emit({ type, ...names(view), data: read.body });
    }
  }

  async #pollRank(view: View, path: string, signal: AbortSignal): Promise<void> {
    const data = await this.#rest.get<UserRank>(`${path}/me`, signal);
    const text = JSON.stringify(data);
    if (!signal.aborted && text !== view.lastRank) {
      view.lastRank = text;
      this.#owner.emit({ type: "user_rank_data", ...names(view), data });
    }
  }
}

function names({ leaderboard_type, class_id, season }: Which): Which {
  return { leaderboard_type, class_id, ...(season && { season }) };
}
