import type { BoardPage, ClassId, RankChange, SeasonId, SectionId, UserRank } from "../protocol/frames.js";
import { isPersonal, type ServiceEvent } from "../services/events.js";
import type { WebSocketService } from "../services/websocketService.js";
import { Store } from "./store.js";

/** Everything known of one board. */
export interface BoardState {
  /** The page last received; null before the first. */
  readonly page: BoardPage | null;
  /** The user's own entry; null until known. */
  readonly rank: UserRank | null;
  /** The last change of the user's rank. */
  readonly change: RankChange | null;
}

/** All boards, by their {@link boardKey}. */
export type LeaderboardState = ReadonlyMap<string, BoardState>;

const GLOBAL = "global";

/** Characters that no id contains. */
const OF_SEASON = "\t";
const OF_SECTION = "\n";

/** The key of a board: its season, else its class and section, else the global board. */
export function boardKey({
  class_id,
  season,
  section,
}: {
  class_id?: ClassId | undefined;
  season?: SeasonId | undefined;
  section?: SectionId | undefined;
}): string {
  const ofClass = section === undefined ? (class_id ?? GLOBAL) : class_id + OF_SECTION + section;
  return season === undefined ? ofClass : OF_SEASON + season;
}

export const UNKNOWN_BOARD: BoardState = { page: null, rank: null, change: null };

/** Shortest time between two visible changes: boards may change a thousand times a second. */
const LEAST_MS = 100;

/** Delay of the request for the user's rank after it may have moved; many moves share one request. */
const RANK_DELAY_MS = 400;

/** Collects a service's events about boards, from the creation of the store on. */
export class LeaderboardStore {
  readonly #service: WebSocketService;
  readonly #store = new Store<LeaderboardState>(new Map(), LEAST_MS);
  readonly #asking = new Map<string, ReturnType<typeof setTimeout>>();
  #user: string | undefined;

  constructor(service: WebSocketService) {
    this.#service = service;
    service.addEventListener("*", (event) => this.#heard(event));
  }

  get subscribe(): (listener: () => void) => () => void {
    return this.#store.subscribe;
  }

  get getSnapshot(): () => LeaderboardState {
    return this.#store.getSnapshot;
  }

  #heard(event: ServiceEvent): void {
    switch (event.type) {
      case "initial_global_leaderboard":
        this.#change({}, { page: event.data });
        break;
      case "leaderboard_data":
      case "leaderboard_update":
        this.#change(event, { page: event.data });
        break;
      case "initial_user_rank":
        this.#change({}, { rank: event.data });
        break;
      case "user_rank_data":
        this.#change(event, { rank: event.data });
        break;
      case "rank_change":
        if (isPersonal(event)) {
          // What another back end says of its own ranks; the board shows Laurel's.
          break;
        }
        this.#change(event, { change: event });
        this.#askForRank(boardKey(event));
        break;
      case "points_update":
        for (const key of this.#store.getSnapshot().keys()) {
          this.#askForRank(key);
        }
        break;
      case "cleared":
        this.#user = undefined;
        this.#store.update(() => new Map());
        break;
      case "snapshot":
        if (this.#user !== undefined && this.#user !== event.me.user.id) {
          this.#store.update(() => new Map());
        }
        this.#user = event.me.user.id;
        break;
    }
  }

  #change(board: Parameters<typeof boardKey>[0], change: Partial<BoardState>): void {
    const key = boardKey(board);
    this.#store.update((boards) => {
      const now = { ...UNKNOWN_BOARD, ...boards.get(key), ...change };
      return new Map(boards).set(key, moved(now, change.change));
    });
  }

  #askForRank(key: string): void {
    if (!this.#asking.has(key)) {
      const which = request(key);
      const ask = () => {
        this.#asking.delete(key);
        this.#service.sendMessage("leaderboard", { type: "request_user_rank", ...which });
      };
      this.#asking.set(key, setTimeout(ask, RANK_DELAY_MS));
    }
  }
}

function request(key: string) {
  if (key.startsWith(OF_SEASON)) {
    return { season: key.slice(OF_SEASON.length) };
  }
  const [class_id, section] = key.split(OF_SECTION);
  return key === GLOBAL ? {} : { leaderboard_type: "class", class_id, ...(section !== undefined && { section }) };
}

/** Shows a changed rank at once; the neighbours follow with the next request. */
function moved(board: BoardState, change: RankChange | null | undefined): BoardState {
  if (!change || board.rank === null) {
    return board;
  }
  const { user_data } = board.rank;
  const rank = change.new_rank;
  return {
    ...board,
    rank: { ...board.rank, user_rank: rank, user_data: rank !== null && user_data ? { ...user_data, rank } : null },
  };
}

const stores = new WeakMap<WebSocketService, LeaderboardStore>();

/** The one store of a service. */
export function leaderboardStore(service: WebSocketService): LeaderboardStore {
  const known = stores.get(service) ?? new LeaderboardStore(service);
  stores.set(service, known);
  return known;
}
