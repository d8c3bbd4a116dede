import type { LogSlice, Me } from "../protocol/rest.js";
import { isPersonal, type ServiceEvent } from "../services/events.js";
import type { WebSocketService } from "../services/websocketService.js";
import {
  type GameState,
  NOBODY,
  upTo,
  withFrame,
  withHistory,
  withRead,
  withSnapshot,
  withUnknown,
} from "./gameState.js";
import { Store } from "./store.js";
import { StreakWatch } from "./streakWatch.js";
import { isWellFormed } from "./wellFormed.js";

const MOST_HISTORY = 500;

/** Collects a service's events about its user, from the creation of the store on. */
export class GameStore {
  readonly #service: WebSocketService;
  readonly #store = new Store<GameState>(NOBODY);
  readonly #streak: StreakWatch;
  #history = 0;

  constructor(service: WebSocketService) {
    this.#service = service;
    this.#streak = new StreakWatch({
      read: () => service.get<Me>("api/me"),
      shown: () => this.#store.getSnapshot().streak,
      changed: (streak, streakAtRisk) => this.#store.update((state) => ({ ...state, streak, streakAtRisk })),
    });
    service.addEventListener("*", (event) => this.#heard(event));
  }

  get subscribe(): (listener: () => void) => () => void {
    return this.#store.subscribe;
  }

  get getSnapshot(): () => GameState {
    return this.#store.getSnapshot;
  }

  /** Adds the last events of the log to the notifications, at most 500, for any user who signs in. */
  wantHistory(count: number): void {
    const wanted = Math.min(MOST_HISTORY, count);
    if (wanted > this.#history) {
      this.#history = wanted;
      const { user, lastSeq, unread } = this.#store.getSnapshot();
      if (user !== null) {
        void this.#load(user.id, lastSeq, unread);
      }
    }
  }

  /** Removes one notification, or all, from the list. They stay in the log. */
  clear(id?: number): void {
    this.#store.update((state) => ({
      ...state,
      notifications: id === undefined ? [] : state.notifications.filter((notification) => notification.id !== id),
    }));
  }

  #heard(event: ServiceEvent): void {
    if (event.type === "snapshot") {
      const { me, cause } = event;
      this.#store.update((state) => withSnapshot(cause === "unrecovered" ? upTo(state, me.last_seq) : state, me));
      this.#streak.snapshot(me);
      void this.#load(me.user.id, me.last_seq, me.unread);
    } else if (event.type === "cleared") {
      this.#store.update(() => NOBODY);
      this.#streak.stop();
    } else if (event.type === "unread") {
      this.#store.update((state) => withRead(state, event.count, event.read_up_to));
    } else if (event.type === "resumed" && event.unread !== undefined && event.read_up_to !== undefined) {
      const { unread, read_up_to, last_seq } = event;
      this.#store.update((state) => withRead(state, unread, read_up_to, last_seq));
    } else if (isPersonal(event)) {
      this.#store.update((state) => (isWellFormed(event) ? withFrame : withUnknown)(state, event));
      if (event.type === "streak_update" && isWellFormed(event)) {
        this.#streak.updated(event);
      }
    }
  }

  /** Loads the history, and whatever of it is unread, so that the count and the list agree. */
  async #load(user: string, lastSeq: number, unread: number): Promise<void> {
    if (this.#history === 0) {
      return;
    }
    const count = Math.min(MOST_HISTORY, Math.max(this.#history, unread));
    const since = Math.max(0, lastSeq - count);
    try {
      const slice = await this.#service.get<LogSlice>(`api/notifications?since=${since}&limit=${count}`);
      const frames = slice.items.filter(isWellFormed);
      this.#store.update((state) => (state.user?.id === user ? withHistory(state, frames) : state));
    } catch {
      // The page works without history, and the next snapshot tries again.
    }
  }
}

const stores = new WeakMap<WebSocketService, GameStore>();

/** The store of a service. */
export function gameStore(service: WebSocketService): GameStore {
  const known = stores.get(service) ?? new GameStore(service);
  stores.set(service, known);
  return known;
}
