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

/** How to reach the service. The options are for both connections, and what is left out stays as it is. */
export interface ConnectOptions {
  /** Where the service is; relative to the page, which is where it is looked for unless this says otherwise. */
  readonly baseUrl?: string;
  /** The token, or what gets one; as `setAuthToken`. */
  readonly token?: TokenSource;
  /** Whether to exchange the token for a one-time ticket, so that it never stands in an address. On unless set. */
  readonly tickets?: boolean;
  /** Whether to poll over REST where sockets are blocked. On unless set. */
  readonly polling?: boolean;
}

/** The frames that may be sent over each of the connections. */
export interface Requests {
  game: GameRequest;
  leaderboard: LeaderboardRequest;
}

/**
 * Brings what the service says to whoever listens, over at most one socket per type however many use it.
 *
 * Personal events (those with a `seq`) come in the order of the user's log, each once and none left out, across
 * reconnects, polling, reloads and tabs. Where the log no longer reaches back, a `snapshot` says how things stand.
 * Listeners are called synchronously, one event at a time; what they throw is reported and otherwise ignored.
 */
export class WebSocketService {
  readonly #environment: Environment;
  readonly #credentials = new Credentials();
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
  /** Whether open sockets are being asked to accept another token. */
  #refreshing = false;

  /** @param environment the browser, unless given */
  constructor(environment: Environment = browserEnvironment()) {
    this.#environment = environment;
    this.#emitter = new Emitter((error) => environment.report(error));
    this.#rest = new RestClient(environment, this.#credentials, (path) => this.#address(path));
    this.#cursors = new CursorStore(environment);
    this.#game = new GameFeed(environment, this.#rest, this.#cursors, {
      emit: (event, replayed, remaining) => this.#received("game", event, replayed, remaining),
      restart: (reason) => this.#channels.game.connection.restart(reason),
      heartbeat: (seconds) => this.#channels.game.connection.expectHeartbeat(seconds),
      tokenExpiring: () => void this.#renew(),
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
      usesTickets: () => this.#tickets,
      polls: () => this.#polling,
    };
    this.#channels = {
      game: new Channel(context, this.#game, (status) => this.#changed("game", status)),
      leaderboard: new Channel(context, this.#boards, (status) => this.#changed("leaderboard", status)),
    };
  }

  /**
   * Wants a connection; the socket is shared with all others who do.
   *
   * @returns what gives it up again. The socket is closed when nobody wants it any more, a moment later, so that one who
   *   comes back at once finds it open.
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

  /** Closes a connection, or both, for all who wanted it. */
  disconnect(type?: ConnectionType): void {
    for (const each of type === undefined ? TYPES : [type]) {
      this.#holders[each].clear();
      this.#channels[each].stop();
    }
  }

  /**
   * Sends a frame.
   *
   * @returns whether it is on its way. Requests for boards and ranks always are: they are remembered, repeated with
   *   every new socket, and answered over REST while there is none.
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
   * @returns what ends it, as does `removeEventListener`
   */
  addEventListener<T extends keyof ServiceEvents>(type: T, listener: Listener<T>): () => void {
    return this.#emitter.on(type, listener);
  }

  removeEventListener<T extends keyof ServiceEvents>(type: T, listener: Listener<T>): void {
    this.#emitter.off(type, listener);
  }

  /** How a connection is doing; the same object until something changes. */
  getConnectionStatus(type: ConnectionType): ConnectionStatus {
    return this.#channels[type].status;
  }

  /**
   * Uses another token from now on, for the same user or for another. Open sockets take it without being closed, if it is
   * of the same user; connections that were stopped for want of a token start again.
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
   * Marks the user's events as read, up to one of them. Listeners hear of it as `unread`.
   *
   * @throws as requests do, when there is neither a socket nor REST
   */
  async markRead(seq: number): Promise<void> {
    if (this.#channels.game.connection.send({ type: "ack", seq })) {
      // The log has no gaps, so that the places in it say how many are unread. The answer goes to the other sockets.
      const count = Math.max(0, this.#game.cursor - seq);
      this.#received("game", { type: "unread", count, read_up_to: seq }, false, 0);
    } else {
      const state = await this.#rest.post<ReadState>("api/notifications/read", { seq });
      this.#received("game", { type: "unread", ...state }, false, 0);
    }
  }

  /**
   * Whether the caller is to present an event to the user, as a toast does. Of all tabs of the browser, one is told true.
   * To be asked in the order of the log, by pages that can be seen.
   */
  async claim(seq: number): Promise<boolean> {
    const { user } = this.#game;
    return user !== undefined && this.#cursors.claim(user, seq);
  }

  /**
   * Requests something else of the service's REST side, as the user.
   *
   * @param path relative to the service, such as `api/achievements`
   * @throws UnauthorizedError, HttpError, or TypeError when the service cannot be reached
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
        // It is about to be opened with the old one.
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

  /** The token ends soon. Without a new one the sockets are closed when it does, and say so then. */
  async #renew(): Promise<void> {
    await this.#refresh(() => this.#credentials.renew("expiring"));
  }

  async #refresh(token: () => Promise<string>): Promise<void> {
    const open = TYPES.map((type) => this.#channels[type]).filter(({ status }) => status.state === "open");
    if (open.length === 0) {
      return;
    }
    try {
      const newer = await token();
      this.#refreshing = true;
      for (const channel of open) {
        channel.refresh(newer);
      }
    } catch (error) {
      this.#environment.report(error);
    }
  }

  #received(connection: ConnectionType, event: ServiceEvent, replayed: boolean, remaining: number): void {
    if (event.type === "token_refreshed") {
      this.#refreshing = false;
    } else if (this.#refreshing && event.type === "error" && ["forbidden", "invalid_field"].includes(event.code)) {
      // It is the token of somebody else: everything begins anew.
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

/** The service that a page has in common. */
export const websocketService: WebSocketService = /* @__PURE__ */ new WebSocketService();
