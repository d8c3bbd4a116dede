import type { PersonalFrame } from "../../src/protocol/frames.js";
import type { Environment, Socket, Tabs } from "../../src/services/environment.js";

/** A socket as the client has it, and what the server does to it. */
export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  readonly url: URL;
  open = false;
  closedByClient = false;
  user: string | undefined;

  constructor(
    url: string,
    private readonly server: FakeServer,
  ) {
    this.url = new URL(url);
  }

  get type(): "game" | "leaderboard" {
    return this.url.pathname.includes("leaderboard") ? "leaderboard" : "game";
  }

  send(text: string): void {
    const frame = JSON.parse(text) as Record<string, unknown>;
    this.sent.push(frame);
    this.server.received(this, frame);
  }

  close(): void {
    this.closedByClient = true;
    this.open = false;
  }

  /** What the server says. */
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** The end, as the network tells of it. */
  end(code: number, reason = ""): void {
    this.open = false;
    this.onclose?.({ code, reason });
  }

  /** The types of the frames that the client sent, in order. */
  get sentTypes(): unknown[] {
    return this.sent.map((frame) => frame.type);
  }
}

interface User {
  log: PersonalFrame[];
  /** What of the log is gone. */
  pruned: number;
  readUpTo: number;
}

/** What becomes of tries to open a socket. */
type Door = "open" | "blocked" | "hanging";

/**
 * The service in memory: users with logs, two sockets, REST, tokens, tickets. A token is the user's name, a colon, and
 * whatever. It also is the environment of its client, whose clock is that of the test.
 */
export class FakeServer {
  readonly users = new Map<string, User>();
  readonly sockets: FakeSocket[] = [];
  readonly requests: string[] = [];
  readonly reported: unknown[] = [];
  readonly warned: string[] = [];
  readonly store = new Map<string, string>();
  readonly rejectedTokens = new Set<string>();
  /** Answers in place of the usual ones, by path. */
  readonly answers = new Map<string, () => Response | Promise<Response>>();
  door: Door = "open";
  restDown = false;
  /** Whether the page may read answers. */
  originAllowed = true;
  ticketsStatus = 200;
  online = true;
  hidden = false;
  coin = 0.5;
  answersProbes = true;
  answersRefresh = true;
  heartbeat = 25;
  boardPoints = 100;
  /** Why boards of classes are empty, if they are. */
  withheld: "too_few" | "distribution" | undefined;
  /** The classes of every user. */
  classes: readonly { readonly id: string; readonly name: string }[] = [];
  /** The user's place on every board, in its order. */
  boardPosition = 1;
  /** The number of sockets that a user may have. */
  mostSockets = Number.POSITIVE_INFINITY;
  #restores = 0;
  #turn: Promise<void> = Promise.resolve();
  readonly #tabListeners: ((message: unknown) => void)[] = [];
  streak = 2;
  streakSafeUntil: string | null = null;
  streakLapsesAt: string | null = null;
  #tickets = new Map<string, string>();
  #listeners = new Set<() => void>();
  #heldLocks = new Set<string>();

  user(name: string): User {
    const known = this.users.get(name) ?? { log: [], pruned: 0, readUpTo: 0 };
    this.users.set(name, known);
    return known;
  }

  /** Something happens to a user; sockets hear of it at once. */
  tell(name: string, count = 1): void {
    for (let i = 0; i < count; i++) {
      const { log } = this.user(name);
      const seq = log.length + 1;
      const frame: PersonalFrame = {
        type: "points_update",
        old_points: seq - 1,
        new_points: seq,
        points_earned: 1,
        source: "practice",
        seq,
        sent_at: `2026-11-23T01:00:0${this.#restores}Z`,
      };
      log.push(frame);
      for (const socket of this.live("game")) {
        if (socket.user === name) {
          socket.say(frame);
        }
      }
    }
  }

  /** Takes a user's log back to an event, as a backup does. */
  restore(name: string, to: number): void {
    this.user(name).log.length = to;
    this.#restores++;
  }

  /** The open sockets of a type. */
  live(type: "game" | "leaderboard"): FakeSocket[] {
    return this.sockets.filter((socket) => socket.open && socket.type === type);
  }

  /** All sockets of a type, open or not, oldest first. */
  all(type: "game" | "leaderboard"): FakeSocket[] {
    return this.sockets.filter((socket) => socket.type === type);
  }

  /** The newest socket of a type. */
  last(type: "game" | "leaderboard"): FakeSocket {
    const socket = this.all(type).at(-1);
    if (socket === undefined) {
      throw new Error(`no ${type} socket`);
    }
    return socket;
  }

  /** Ends all sockets. */
  cut(code = 1006): void {
    for (const socket of this.sockets.filter(({ open }) => open)) {
      socket.end(code);
    }
  }

  setOnline(online: boolean): void {
    this.online = online;
    this.notify();
  }

  setHidden(hidden: boolean): void {
    this.hidden = hidden;
    this.notify();
  }

  notify(): void {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }

  /** The environment of one tab. Tabs share what is stored. */
  environment(overrides: Partial<Environment> = {}): Environment {
    return {
      openSocket: (url) => this.#openSocket(url),
      storage: { read: (key) => this.store.get(key) ?? null, write: (key, value) => void this.store.set(key, value) },
      locks: undefined,
      baseUrl: "https://laurel.test/app/",
      fetch: (url, init) => this.#fetch(new URL(url), init),
      random: () => this.coin,
      isOnline: () => this.online,
      isHidden: () => this.hidden,
      onChange: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      report: (error) => this.reported.push(error),
      warn: (message) => this.warned.push(message),
      ...overrides,
    };
  }

  /** Locks that tabs share. */
  readonly locks = {
    tryLock: (name: string, holder: (free: boolean) => Promise<void> | void) => {
      const free = !this.#heldLocks.has(name);
      this.#heldLocks.add(name);
      void Promise.resolve(holder(free)).then(() => free && this.#heldLocks.delete(name));
    },
  };

  /** What a tab needs to share with the others: a lock, and messages. */
  tabs(): Tabs {
    let own: ((message: unknown) => void) | undefined;
    return {
      lock: (_name, _patienceMs, holder) => {
        this.#turn = this.#turn.then(holder);
      },
      post: (message) => {
        for (const listener of this.#tabListeners.filter((each) => each !== own)) {
          listener(message);
        }
      },
      onMessage: (listener) => {
        own = listener;
        this.#tabListeners.push(listener);
      },
    };
  }

  received(socket: FakeSocket, frame: Record<string, unknown>): void {
    const reply = (answer: object) => queueMicrotask(() => socket.open && socket.say(answer));
    const { leaderboard_type = "global", class_id = null, season, section } = frame;
    const part = { ...(season !== undefined && { season }), ...(section !== undefined && { section }) };
    const which = { leaderboard_type, class_id, ...part };
    switch (frame.type) {
      case "ping":
        if (this.answersProbes) {
          const error = { type: "error", code: "unknown_type", message: "no such type" };
          reply(socket.type === "game" ? { type: "echo", message: "Received: ping" } : error);
        }
        break;
      case "refresh_token": {
        const user = String(frame.token).split(":")[0];
        const forbidden = { type: "error", code: "forbidden", message: "The token is not this user's." };
        if (!this.answersRefresh) {
          break;
        }
        reply(user === socket.user ? { type: "token_refreshed", expires_in: 600 } : forbidden);
        break;
      }
      case "request_leaderboard":
        reply({ type: "leaderboard_data", ...which, data: this.#requested(frame) });
        break;
      case "request_user_rank":
        reply({ type: "user_rank_data", ...which, data: this.#rank() });
        break;
      case "ack":
        this.user(String(socket.user)).readUpTo = Number(frame.seq);
        break;
    }
  }

  #openSocket(url: string): FakeSocket {
    const socket = new FakeSocket(url, this);
    this.sockets.push(socket);
    const credential = socket.url.searchParams;
    const token = credential.get("token") ?? this.#tickets.get(credential.get("ticket") ?? "") ?? "";
    queueMicrotask(() => {
      if (this.door === "hanging") {
        return;
      }
      if (this.door === "blocked" || token === "" || this.rejectedTokens.has(token)) {
        socket.end(1006);
        return;
      }
      socket.user = token.split(":")[0];
      const others = this.live(socket.type).filter(({ user }) => user === socket.user).length;
      socket.open = true;
      socket.onopen?.();
      if (others >= this.mostSockets) {
        socket.end(4451, "too many connections");
        return;
      }
      this.#greet(socket);
    });
    return socket;
  }

  #greet(socket: FakeSocket): void {
    if (socket.type === "leaderboard") {
      socket.say({ type: "initial_global_leaderboard", data: this.#page(1) });
      socket.say({ type: "initial_user_rank", data: this.#rank() });
      return;
    }
    const since = Number(socket.url.searchParams.get("since"));
    const { log, pruned, readUpTo } = this.user(String(socket.user));
    const sentAt = socket.url.searchParams.get("sent_at");
    const recovered = this.#has(log, pruned, since, sentAt);
    const unread = log.length - readUpTo;
    const rest = { from: since, last_seq: log.length, heartbeat_s: this.heartbeat, unread, read_up_to: readUpTo };
    const last = sentAt !== null && log.length > 0 ? { last_sent_at: log.at(-1)?.sent_at } : {};
    socket.say({ type: "resumed", recovered, ...rest, ...last });
    if (recovered) {
      for (const frame of log.slice(since)) {
        socket.say(frame);
      }
    }
  }

  /** Whether a log has everything after a cursor. */
  #has(log: PersonalFrame[], pruned: number, since: number, sentAt: string | null): boolean {
    const isSame = !sentAt || since === 0 || log[since - 1]?.sent_at === sentAt;
    return since >= pruned && since <= log.length && isSame;
  }

  async #fetch(url: URL, init: RequestInit): Promise<Response> {
    const path = url.pathname.replace(/^.*(?=\/api\/)/, "");
    this.requests.push(`${init.method} ${path}${url.search}`);
    if (this.restDown || !(this.originAllowed || init.mode === "no-cors")) {
      throw new TypeError("Failed to fetch");
    }
    const token = new Headers(init.headers).get("Authorization")?.replace("Bearer ", "") ?? "";
    if (token === "" || this.rejectedTokens.has(token)) {
      return new Response(null, { status: 401 });
    }
    init.signal?.throwIfAborted();
    const special = this.answers.get(path);
    return special ? special() : this.#answer(path, url.searchParams, token, init);
  }

  #answer(path: string, query: URLSearchParams, token: string, init: RequestInit): Response {
    const name = token.split(":")[0] ?? "";
    const user = this.user(name);
    const last = user.log.length;
    if (path === "/api/me") {
      return Response.json({
        user: { id: name, username: name },
        total_points: last,
        global_rank: 1,
        current_streak: this.streak,
        streak_safe_until: this.streakSafeUntil,
        streak_lapses_at: this.streakLapsesAt,
        achievements: [],
        unread: last - user.readUpTo,
        last_seq: last,
        last_sent_at: user.log.at(-1)?.sent_at ?? null,
      });
    }
    if (path === "/api/ws-tickets") {
      const ticket = `ticket-${this.#tickets.size}`;
      this.#tickets.set(ticket, token);
      return Response.json({ ticket, expires_in: 30 }, { status: this.ticketsStatus });
    }
    if (path === "/api/notifications/read") {
      user.readUpTo = (JSON.parse(String(init.body)) as { seq: number }).seq;
      return Response.json({ count: last - user.readUpTo, read_up_to: user.readUpTo });
    }
    if (path === "/api/notifications") {
      const since = Number(query.get("since"));
      const etag = `"${since}-${last}"`;
      if (new Headers(init.headers).get("If-None-Match") === etag) {
        return new Response(null, { status: 304, headers: { ETag: etag } });
      }
      const complete = this.#has(user.log, user.pruned, since, query.get("sent_at"));
      const items = complete ? user.log.slice(since, since + Number(query.get("limit"))) : [];
      const has_more = complete && since + items.length < last;
      return Response.json({ items, last_seq: last, has_more, complete }, { headers: { ETag: etag } });
    }
    if (path.endsWith("/me")) {
      return Response.json(this.#rank());
    }
    if (path.endsWith("/distribution")) {
      const band = { from: 0, below: 50, count: 3, own: true };
      return Response.json({ bands: [band], size: 3, own_points: 7 });
    }
    if (path === "/api/classes") {
      return Response.json(this.classes);
    }
    if (path === "/api/leaderboards/classes/left") {
      return new Response(null, { status: 403 });
    }
    return Response.json(this.#page(Number(query.get("page"))));
  }

  #entry() {
    const user = { id: "ada", username: "ada" };
    return { rank: 1, tied: false, user, total_points: this.boardPoints, completed_problems: 1 };
  }

  #requested({ page = 1, page_size = 20, class_id = null }: Record<string, unknown>) {
    const found = this.#page(Number(page), Number(page_size));
    if (this.withheld === undefined || class_id === null) {
      return found;
    }
    return { ...found, entries: [], pagination: { ...found.pagination, total_count: 0 }, withheld: this.withheld };
  }

  #page(page: number, page_size = 20) {
    const counts = { page, page_size, total_count: 1, total_pages: 1, has_next: false, has_previous: false };
    return { entries: [this.#entry()], pagination: counts, version: this.boardPoints };
  }

  #rank() {
    const user_data = { ...this.#entry(), updated_at: "2026-11-23T01:00:00Z" };
    return { user_rank: 1, position: this.boardPosition, page: 1, user_data, nearby_competitors: [] };
  }
}
