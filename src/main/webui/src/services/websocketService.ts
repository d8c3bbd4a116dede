import type { GameRequest, LeaderboardRequest, RequestLeaderboard, RequestUserRank } from "../protocol/frames.js";
import type { ReadState } from "../protocol/rest.js";
import { BoardFeed } from "./boardFeed.js";
import { Channel, type ChannelContext } from "./channel.js";
import { Credentials, type TokenSource } from "./credentials.js";
import { CursorStore } from "./cursorStore.js";
import { Emitter } from "./emitter.js";
import { browserEnvironment, type Environment } from "./environment.js";
import type {
  ConnectionStatus,
  ConnectionType,
  EventContext,
  Listener,
  ServiceEvent,
  ServiceEvents,
} from "./events.js";
import { GameFeed } from "./gameFeed.js";
import { RestClient } from "./restClient.js";
import { SetupCheck } from "./setupCheck.js";

/** The shortest time between renewals of tokens in place, ms. */
const RENEW_PAUSE_MS = 10_000;

/** How to reach the service. The options apply to both connections; missing ones stay unchanged. */
export interface ConnectOptions {
  /** The address of the service, relative to the page. The page's own origin by default. */
  readonly baseUrl?: string;
  /** The token or its source, as for `setAuthToken`. */
  readonly token?: TokenSource;
  /** Whether to exchange the token for a one-time ticket, so that it is never part of an address. On by default. */
  readonly tickets?: boolean;
  /** Whether to poll over REST where sockets are blocked. On by default. */
  readonly polling?: boolean;
}

/** The frames that may be sent over each of the connections. */
export interface Requests {
  game: GameRequest;
  leaderboard: LeaderboardRequest;
}

/**
 * Delivers the service's events to listeners, over at most one shared socket per type.
 *
 * Personal events (those with a `seq`) arrive in the order of the user's log, each exactly once, across reconnects,
 * polling, reloads and tabs. Where the log no longer reaches back, a `snapshot` replaces the missing events. Listeners are
 * called synchronously, one event at a time; their errors are reported and otherwise ignored.
 */
export class WebSocketService {
  readonly #environment: Environment;
  readonly #credentials: Credentials;
  readonly #emitter: Emitter<ServiceEvents, EventContext>;
  readonly #rest: RestClient;
  readonly #cursors: CursorStore;
  readonly #game: GameFeed;
  readonly #boards: BoardFeed;
  readonly #channels: Readonly<Record<ConnectionType, Channel>>;
  readonly #holders: Readonly<Record<ConnectionType, Set<symbol>>> = { game: new Set(), leaderboard: new Set() };
  #baseUrl = "";
  #tickets = true;
  #polling = true;
  /** Whether open sockets are being sent another token. */
  #refreshing = false;
  /** No token is renewed in place before this time of `performance.now()`. */
  #renewAfter = 0;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  /** @param environment the browser by default */
  constructor(environment: Environment = browserEnvironment()) {
    this.#environment = environment;
    this.#credentials = new Credentials(environment);
    this.#emitter = new Emitter((error) => environment.report(error));
    const warned = new Set<string>();
    const warn = (message: string) => {
      if (!warned.has(message)) {
        warned.add(message);
        environment.warn(message);
      }
    };
    const check = new SetupCheck(environment, () => this.#address(""), warn);
    this.#rest = new RestClient(environment, this.#credentials, (path) => this.#address(path), check);
    this.#cursors = new CursorStore(environment);
    this.#game = new GameFeed(environment, this.#rest, this.#cursors, {
      emit: (event, replayed, remaining) => this.#received("game", event, replayed, remaining),
      restart: (reason) => this.#channels.game.connection.restart(reason),
      heartbeat: (seconds) => this.#channels.game.connection.expectHeartbeat(seconds),
      tokenExpiring: () => this.#renew(),
    });
    this.#boards = new BoardFeed(this.#rest, {
      emit: (event) => this.#received("leaderboard", event, false, 0),
      send: (frame) => this.#channels.leaderboard.connection.send(frame),
      pollNow: () => this.#channels.leaderboard.pollNow(),
    });
    const context: ChannelContext = {
      environment,
      credentials: this.#credentials,
      rest: this.#rest,
      address: (path) => this.#address(path),
      warn,
      usesTickets: () => this.#tickets,
      polls: () => this.#polling,
    };
    this.#channels = {
      game: new Channel(context, this.#game, (status) => this.#changed("game", status)),
      leaderboard: new Channel(context, this.#boards, (status) => this.#changed("leaderboard", status)),
    };
  }

  /**
   * Acquires a connection, shared by all callers.
   *
   * @returns a function that releases it. A moment after the last release the socket is closed; the delay keeps it open
   *   for a caller that comes back at once.
   */
  connect(type: ConnectionType, options: ConnectOptions = {}): () => void {
    this.#configure(options);
    const holder = Symbol(type);
    this.#holders[type].add(holder);
    this.#channels[type].start();
    return () => {
      if (this.#holders[type].delete(holder)) {
        setTimeout(() => this.#stopUnlessWanted(type));
      }
    };
  }

  /** Closes one connection, or both, for all callers. */
  disconnect(type?: ConnectionType): void {
    for (const each of type === undefined ? TYPES : [type]) {
      this.#holders[each].clear();
      this.#channels[each].stop();
    }
  }

  /**
   * Sends a frame.
   *
   * @returns whether it was sent. Always true for requests of boards and ranks, which are remembered, repeated on each
   *   new socket, and answered over REST while there is none.
   */
  sendMessage<T extends ConnectionType>(type: T, message: Requests[T]): boolean {
    if (type === "leaderboard" && message.type === "request_leaderboard") {
      this.#boards.requestPage(message as RequestLeaderboard);
      return true;
    }
    if (type === "leaderboard" && message.type === "request_user_rank") {
      this.#boards.requestRank(message as RequestUserRank);
      return true;
    }
    return this.#channels[type].connection.send(message);
  }

  /**
   * Listens to one type of event, or with `*` to all of them.
   *
   * @returns a function that removes the listener, like `removeEventListener`
   */
  addEventListener<T extends keyof ServiceEvents>(type: T, listener: Listener<T>): () => void {
    return this.#emitter.on(type, listener);
  }

  removeEventListener<T extends keyof ServiceEvents>(type: T, listener: Listener<T>): void {
    this.#emitter.off(type, listener);
  }

  /** The status of a connection; the same object until something changes. */
  getConnectionStatus(type: ConnectionType): ConnectionStatus {
    return this.#channels[type].status;
  }

  /**
   * Uses another token from now on, of the same user or another. Open sockets of the same user stay open; connections
   * that stopped for lack of a token start again.
   */
  setAuthToken(token: TokenSource): void {
    this.#credentials.set(token);
    this.#changeToken();
  }

  /** Forgets the token and its user, and closes everything. */
  clearAuth(): void {
    this.disconnect();
    this.#credentials.set(undefined);
    this.#game.forget();
    this.#boards.forget();
    this.#received("game", { type: "cleared" }, false, 0);
  }

  /**
   * Marks the user's events up to `seq` as read. Listeners receive an `unread` event.
   *
   * @throws as `request` does, when there is neither a socket nor REST
   */
  async markRead(seq: number): Promise<void> {
    if (this.#channels.game.connection.send({ type: "ack", seq })) {
      // The log has no gaps, so the count follows from the cursors. The server tells the other sockets only.
      const count = Math.max(0, this.#game.cursor - seq);
      this.#received("game", { type: "unread", count, read_up_to: seq }, false, 0);
    } else {
      const state = await this.#rest.post<ReadState>("api/notifications/read", { seq });
      this.#received("game", { type: "unread", ...state }, false, 0);
    }
  }

  /**
   * Whether the caller should present an event to the user, for example as a toast. One tab of the browser gets true. Ask
   * in the order of the log, and only on visible pages.
   */
  async claim(seq: number): Promise<boolean> {
    const { user } = this.#game;
    return user !== undefined && this.#cursors.claim(user, seq);
  }

  /**
   * Sends any other REST request, as the user.
   *
   * @param path relative to the service, such as `api/achievements`
   * @throws UnauthorizedError, HttpError, or TypeError when the service is unreachable
   */
  get<T>(path: string): Promise<T> {
    return this.#rest.get<T>(path);
  }

  #configure({ baseUrl, token, tickets, polling }: ConnectOptions): void {
    this.#baseUrl = baseUrl ?? this.#baseUrl;
    this.#tickets = tickets ?? this.#tickets;
    this.#polling = polling ?? this.#polling;
    if (token !== undefined && this.#credentials.adopt(token)) {
      this.#changeToken();
    }
  }

  #changeToken(): void {
    this.#game.doubt();
    for (const type of TYPES) {
      if (this.#channels[type].status.state === "connecting") {
        // The socket is being opened with the old token.
        this.#channels[type].stop();
      }
      if (this.#holders[type].size > 0) {
        this.#channels[type].start();
      }
    }
    void this.#refresh(() => this.#credentials.token());
  }

  #address(path: string): URL {
    const base = new URL(this.#baseUrl, this.#environment.baseUrl);
    base.pathname = base.pathname.replace(/\/?$/, "/");
    return new URL(path, this.#baseUrl === "" ? this.#environment.baseUrl : base);
  }

  #stopUnlessWanted(type: ConnectionType): void {
    if (this.#holders[type].size === 0) {
      this.#channels[type].stop();
    }
  }

  /**
   * Renews a token that expires soon. If that fails, the server closes the sockets at its expiry. It gives notice again
   * at once of a newer token that expires soon, too, which is renewed after a pause.
   */
  #renew(): void {
    clearTimeout(this.#renewal);
    const pause = this.#renewAfter - performance.now();
    if (pause > 0) {
      this.#renewal = setTimeout(() => this.#renew(), pause);
      return;
    }
    this.#renewAfter = performance.now() + RENEW_PAUSE_MS;
    void this.#refresh(() => this.#credentials.renew("expiring", this.#channels.game.token));
  }

  async #refresh(token: () => Promise<string>): Promise<void> {
    const open = TYPES.map((type) => this.#channels[type]).filter(({ status }) => status.state === "open");
    if (open.length === 0) {
      return;
    }
    try {
      const newer = await token();
      for (const channel of open) {
        this.#refreshing = channel.refresh(newer) || this.#refreshing;
      }
    } catch (error) {
      this.#environment.report(error);
    }
  }

  #received(connection: ConnectionType, event: ServiceEvent, replayed: boolean, remaining: number): void {
    if (event.type === "token_refreshed") {
      this.#refreshing = false;
    } else if (this.#refreshing && event.type === "error" && ["forbidden", "invalid_field"].includes(event.code)) {
      // The token belongs to another user, so everything starts over.
      this.#refreshing = false;
      this.#beginAnew();
    }
    const context = { connection, replayed, remaining };
    this.#emitter.emit(event.type, event as never, context);
    this.#emitter.emit("*", event, context);
  }

  #beginAnew(): void {
    this.#game.forget();
    for (const type of TYPES) {
      this.#channels[type].stop();
      if (this.#holders[type].size > 0) {
        this.#channels[type].start();
      }
    }
  }

  #changed(connection: ConnectionType, status: ConnectionStatus): void {
    this.#refreshing = false;
    this.#received(connection, { type: "status", connection, status }, false, 0);
  }
}

const TYPES: readonly ConnectionType[] = ["game", "leaderboard"];

/** The page's shared service. */
export const websocketService: WebSocketService = /* @__PURE__ */ new WebSocketService();
