import type {
  BoardPage,
  ClassId,
  LeaderboardFrame,
  LeaderboardType,
  RequestLeaderboard,
  RequestUserRank,
  SeasonId,
  SectionId,
  UserRank,
} from "../protocol/frames.js";
import type { Feed } from "./channel.js";
import type { RawFrame } from "./rawFrame.js";
import { HttpError, type RestClient } from "./restClient.js";

/** The callbacks of the feed. */
export interface BoardFeedOwner {
  emit(event: LeaderboardFrame): void;
  send(frame: object): boolean;
  pollNow(): void;
}

/** The fields by which frames name a board. */
interface Which {
  readonly leaderboard_type: LeaderboardType;
  readonly class_id: ClassId;
  readonly season?: SeasonId;
  readonly section?: SectionId;
}

/** A requested page, and what polling has read of it. */
interface View extends Which {
  page: number;
  page_size: number;
  /** Whether the user's own rank was requested too. */
  rank: boolean;
  /** Whether the page itself was requested. */
  board: boolean;
  etag: string | undefined;
  lastPage: string | undefined;
  lastRank: string | undefined;
}

const DEFAULT_PAGE_SIZE = 20;
const FIRST_PAGE_SIZE = 10;
/** The number of seasons and sections that a socket follows. */
const MOST_PARTS = 5;
/** Errors of one board only: the user left the class, cannot see the season, or the class is frozen. */
const NOT_TO_BE_SEEN: readonly number[] = [403, 404, 409];

/**
 * Boards and ranks. Remembers the requested pages, requests them again on a new socket, and reads them over REST while
 * there is no socket. Read over REST, a page is a `leaderboard_data` at first, a `leaderboard_update` when it changed,
 * and a changed rank is a `user_rank_data`.
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

  /** Forgets all requests. */
  forget(): void {
    this.#views.clear();
  }

  /** Requests a page, now or as soon as there is a connection. */
  requestPage(request: RequestLeaderboard): void {
    const view = this.#view(request);
    const { page = 1, page_size = DEFAULT_PAGE_SIZE } = request;
    Object.assign(view, { board: true, page, page_size, etag: undefined, lastPage: undefined });
    this.#request(request);
  }

  /**
   * Requests the user's rank, now or as soon as there is a connection. The answer's `page` goes by the page size last
   * requested of the board, unless the request has another.
   */
  requestRank(request: RequestUserRank): void {
    const view = this.#view(request);
    Object.assign(view, { rank: true, lastRank: undefined });
    this.#request({ page_size: view.page_size, ...request });
  }

  async query(): Promise<Record<string, string>> {
    return {};
  }

  opened(): void {
    for (const view of this.#views.values()) {
      const { leaderboard_type, class_id, season, section, board, rank, page, page_size } = view;
      const ofClass = { leaderboard_type, ...(class_id !== null && { class_id }), ...(section && { section }) };
      const which = season ? { season } : ofClass;
      if (board) {
        this.#owner.send({ type: "request_leaderboard", ...which, page, page_size });
      }
      if (rank) {
        this.#owner.send({ type: "request_user_rank", ...which, page_size });
      }
    }
  }

  received(frame: RawFrame): void {
    this.#owner.emit(frame as unknown as LeaderboardFrame);
  }

  async poll(signal: AbortSignal): Promise<void> {
    if (this.#views.size === 0) {
      // A socket sends these without a request.
      Object.assign(this.#view({}), { board: true, rank: true, page: 1, page_size: FIRST_PAGE_SIZE });
    }
    for (const view of [...this.#views.values()]) {
      try {
        await this.#pollView(view, signal);
      } catch (error) {
        // The other boards are still read.
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

  #view({ leaderboard_type = "global", class_id = null, season, section }: Partial<Which>): View {
    const ofClass = section ? `section ${class_id}/${section}` : `${leaderboard_type} ${class_id}`;
    const key = season ? `season ${season}` : ofClass;
    const known = this.#views.get(key);
    const nothing = { etag: undefined, lastPage: undefined, lastRank: undefined, rank: false, board: false };
    const which = names({ leaderboard_type, class_id, ...(season && { season }), ...(section && { section }) });
    const view: View = known ?? { ...which, page: 1, page_size: DEFAULT_PAGE_SIZE, ...nothing };
    if (season || section) {
      this.#views.delete(key);
    }
    this.#views.set(key, view);
    const parts = [...this.#views].filter(([, each]) => each.season || each.section);
    for (const [oldest] of parts.slice(0, -MOST_PARTS)) {
      this.#views.delete(oldest);
    }
    return view;
  }

  async #pollView(view: View, signal: AbortSignal): Promise<void> {
    const { class_id, season, section } = view;
    const ofSection = section ? `/sections/${encodeURIComponent(section)}` : "";
    const ofClass = class_id === null ? "global" : `classes/${encodeURIComponent(class_id)}${ofSection}`;
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
    const data = await this.#rest.get<UserRank>(`${path}/me?page_size=${view.page_size}`, signal);
    const text = JSON.stringify(data);
    if (!signal.aborted && text !== view.lastRank) {
      view.lastRank = text;
      this.#owner.emit({ type: "user_rank_data", ...names(view), data });
    }
  }
}

function names({ leaderboard_type, class_id, season, section }: Which): Which {
  return { leaderboard_type, class_id, ...(season && { season }), ...(section && { section }) };
}
