import type { GameFrame, PersonalFrame, Resumed } from "../protocol/frames.js";
import type { LogSlice, Me } from "../protocol/rest.js";
import type { Feed } from "./channel.js";
import type { CursorStore } from "./cursorStore.js";
import type { Environment } from "./environment.js";
import type { Snapshot } from "./events.js";
import type { RawFrame } from "./rawFrame.js";
import type { RestClient } from "./restClient.js";

/** The callbacks of the feed. */
export interface GameFeedOwner {
  emit(event: GameFrame | Snapshot, replayed: boolean, remaining: number): void;
  /** An event is missing before the one received, so the socket must be reopened. */
  restart(reason: string): void;
  heartbeat(seconds: number): void;
  tokenExpiring(): void;
}

const POLL_LIMIT = 100;

/**
 * A user's log in order, without gaps or repetitions, over a socket or by polling. Reads `GET /api/me` first to learn who
 * the user is, and where to begin for one who was never here.
 */
export class GameFeed implements Feed {
  readonly path = "ws/game/";
  readonly #environment: Environment;
  readonly #rest: RestClient;
  readonly #cursors: CursorStore;
  readonly #owner: GameFeedOwner;
  #user: string | undefined;
  /** Whether the token may now belong to another user. */
  #doubted = false;
  #cursor = 0;
  /** The `sent_at` of the event at the cursor, where it is known. */
  #sentAt: string | undefined;
  /** Events up to this one were missed and are replayed. */
  #replayTo = 0;
  /** Whether events were missed that only a snapshot can replace. */
  #incomplete = false;
  /** Live events that wait for the snapshot before them. */
  #held: PersonalFrame[] | undefined;
  /** Grows when the user changes. Requests of an older epoch are ignored. */
  #generation = 0;
  #etag: string | undefined;
  #etagCursor = -1;
  #catchingUp = true;

  constructor(environment: Environment, rest: RestClient, cursors: CursorStore, owner: GameFeedOwner) {
    this.#environment = environment;
    this.#rest = rest;
    this.#cursors = cursors;
    this.#owner = owner;
    environment.onChange(() => this.#remember());
  }

  /** The id of the user; undefined until known. */
  get user(): string | undefined {
    return this.#user;
  }

  /** The last event delivered in this tab. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Checks with the next connection whose log it is. */
  doubt(): void {
    this.#generation++;
    this.#doubted = true;
  }

  /** Starts over with the next connection. */
  forget(): void {
    this.#generation++;
    this.#user = undefined;
    this.#held = undefined;
    this.#incomplete = false;
    this.#etag = undefined;
    this.#replayTo = 0;
    this.#catchingUp = true;
  }

  async query(): Promise<Record<string, string>> {
    await this.#identify();
    return this.#since();
  }

  opened(): void {
    this.#catchingUp = true;
    this.#held = undefined;
  }

  received(frame: RawFrame): void {
    const known = frame as unknown as GameFrame;
    if (known.type === "resumed") {
      this.#resumed(known);
    } else if (typeof frame.seq === "number") {
      this.#live(known as PersonalFrame);
    } else {
      this.#owner.emit(known, false, 0);
      if (known.type === "token_expiring") {
        this.#owner.tokenExpiring();
      }
    }
  }

  /** The cursor as the service wants it. */
  #since(): Record<string, string> {
    return { since: String(this.#cursor), ...(this.#sentAt && { sent_at: this.#sentAt }) };
  }

  async poll(signal: AbortSignal): Promise<void> {
    await this.#identify(signal);
    for (let more = !signal.aborted; more; ) {
      const since = this.#cursor;
      const etag = this.#etagCursor === since ? this.#etag : undefined;
      const path = `api/notifications?${new URLSearchParams({ ...this.#since(), limit: String(POLL_LIMIT) })}`;
      const { body, etag: newer } = await this.#rest.read<LogSlice>(path, etag, signal);
      if (signal.aborted) {
        return;
      }
      this.#etag = newer;
      this.#etagCursor = since;
      more = body !== undefined && (await this.#polled(body, signal));
    }
    this.#catchingUp = false;
  }

  /** Returns whether there is more to read at once. */
  async #polled(slice: LogSlice, signal: AbortSignal): Promise<boolean> {
    if (!slice.complete || this.#incomplete) {
      await this.#startOver(signal);
      return false;
    }
    for (const frame of slice.items) {
      if (frame.seq > this.#cursor) {
        this.#deliver(frame, this.#catchingUp, this.#catchingUp ? slice.last_seq - frame.seq : 0);
      }
    }
    return slice.has_more && slice.items.length > 0;
  }

  async #identify(signal?: AbortSignal): Promise<void> {
    if (this.#user !== undefined && !this.#doubted) {
      return;
    }
    const generation = this.#generation;
    const me = await this.#rest.get<Me>("api/me", signal);
    if (generation !== this.#generation) {
      throw new Error("the token was changed meanwhile");
    }
    this.#doubted = false;
    if (this.#user !== me.user.id) {
      this.forget();
      this.#user = me.user.id;
      const since = this.#cursors.since(me.user.id);
      this.#cursor = since ?? me.last_seq;
      this.#sentAt = since === undefined ? (me.last_sent_at ?? undefined) : this.#cursors.sentAt(me.user.id, since);
      this.#remember();
      this.#owner.emit({ type: "snapshot", cause: "connected", me }, false, 0);
    }
  }

  #resumed(frame: Resumed): void {
    this.#owner.heartbeat(frame.heartbeat_s);
    this.#replayTo = frame.recovered ? frame.last_seq : 0;
    this.#owner.emit(frame, false, 0);
    if (!frame.recovered) {
      this.#incomplete = true;
      this.#moveTo(frame.last_seq, frame.last_sent_at);
    }
    if (this.#incomplete) {
      void this.#recover();
    }
  }

  /** Reads a snapshot, because the log does not reach back; events continue after it. */
  async #recover(): Promise<void> {
    this.#held = [];
    const held = this.#held;
    try {
      const snapshot = await this.#snapshot();
      if (held === this.#held) {
        this.#held = undefined;
        this.#incomplete = false;
        this.#owner.emit(snapshot, false, 0);
        for (const frame of held) {
          this.#live(frame);
        }
      }
    } catch (error) {
      if (held === this.#held) {
        this.#held = undefined;
        this.#owner.restart(String(error));
      }
    }
  }

  async #startOver(signal: AbortSignal): Promise<void> {
    const snapshot = await this.#snapshot(signal);
    if (!signal.aborted) {
      this.#incomplete = false;
      this.#moveTo(snapshot.me.last_seq, snapshot.me.last_sent_at);
      this.#owner.emit(snapshot, false, 0);
    }
  }

  async #snapshot(signal?: AbortSignal): Promise<Snapshot> {
    return { type: "snapshot", cause: "unrecovered", me: await this.#rest.get<Me>("api/me", signal) };
  }

  #live(frame: PersonalFrame): void {
    if (this.#held !== undefined) {
      this.#held.push(frame);
    } else if (frame.seq === this.#cursor + 1) {
      const replayed = frame.seq <= this.#replayTo;
      this.#deliver(frame, replayed, replayed ? this.#replayTo - frame.seq : 0);
    } else if (frame.seq > this.#cursor) {
      this.#owner.restart(`event ${frame.seq} came after ${this.#cursor}`);
    }
  }

  #deliver(frame: PersonalFrame, replayed: boolean, remaining: number): void {
    this.#cursor = frame.seq;
    this.#sentAt = frame.sent_at;
    this.#remember();
    this.#owner.emit(frame, replayed, remaining);
  }

  #moveTo(seq: number, sentAt: string | null | undefined): void {
    this.#cursor = seq;
    this.#sentAt = sentAt ?? undefined;
    if (this.#user !== undefined) {
      this.#cursors.reset(this.#user, seq, this.#sentAt);
    }
  }

  /** Nobody sees events on a hidden page, so a reload must bring them again. */
  #remember(): void {
    if (this.#user !== undefined && !this.#environment.isHidden()) {
      this.#cursors.advance(this.#user, this.#cursor, this.#sentAt);
    }
  }
}
