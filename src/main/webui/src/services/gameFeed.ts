import type { GameFrame, PersonalFrame, Resumed } from "../protocol/frames.js";
import type { LogSlice, Me } from "../protocol/rest.js";
import type { Feed } from "./channel.js";
import type { RawFrame } from "./connection.js";
import type { CursorStore } from "./cursorStore.js";
import type { Environment } from "./environment.js";
import type { Snapshot } from "./events.js";
import type { RestClient } from "./restClient.js";

/** What the feed tells. */
export interface GameFeedOwner {
  emit(event: GameFrame | Snapshot, replayed: boolean, remaining: number): void;
  /** What came is not what has to come next: the socket is to be opened anew. */
  restart(reason: string): void;
  heartbeat(seconds: number): void;
  tokenExpiring(): void;
}

const POLL_LIMIT = 100;

/**
 * A user's log, in order, without a hole and without a repetition, whichever way its events come. Which user that is, and
 * where their log begins for somebody who was never here, `GET /api/me` says before anything else.
 */
export class GameFeed implements Feed {
  readonly path = "ws/game/";
  readonly #environment: Environment;
  readonly #rest: RestClient;
  readonly #cursors: CursorStore;
  readonly #owner: GameFeedOwner;
  #user: string | undefined;
  /** Whether the user at hand may not be the one any more. */
  #doubted = false;
  #cursor = 0;
  /** The events up to here were missed, and are being made up for. */
  #replayTo = 0;
  /** Whether something was missed that only a snapshot can make up for. */
  #incomplete = false;
  /** Live events that wait for the snapshot they follow. */
  #held: PersonalFrame[] | undefined;
  /** Grows when what is under way is for a user who is no longer the one. */
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

  /** The id of the user; undefined as long as nobody is known. */
  get user(): string | undefined {
    return this.#user;
  }

  /** The last event that was delivered here. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Makes sure with the next connection whose log it is. */
  doubt(): void {
    this.#generation++;
    this.#doubted = true;
  }

  /** Begins anew with the next connection. */
  forget(): void {
    this.#generation++;
    this.#user = undefined;
    this.#held = undefined;
    this.#incomplete = false;
    this.#etag = undefined;
    this.#replayTo = 0;
    this.#catchingUp = true;
  }

  async query(): Promise<{ since: string }> {
    await this.#identify();
    return { since: String(this.#cursor) };
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

  async poll(signal: AbortSignal): Promise<void> {
    await this.#identify(signal);
    for (let more = !signal.aborted; more; ) {
      const since = this.#cursor;
      const etag = this.#etagCursor === since ? this.#etag : undefined;
      const path = `api/notifications?since=${since}&limit=${POLL_LIMIT}`;
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

  /** Returns whether there is more to be read at once. */
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
      this.#cursor = this.#cursors.since(me.user.id) ?? me.last_seq;
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
      this.#moveTo(frame.last_seq);
    }
    if (this.#incomplete) {
      void this.#recover();
    }
  }

  /** The log does not reach back: what was missed is in the snapshot, and events go on behind it. */
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
      this.#moveTo(snapshot.me.last_seq);
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
    this.#remember();
    this.#owner.emit(frame, replayed, remaining);
  }

  #moveTo(seq: number): void {
    this.#cursor = seq;
    if (this.#user !== undefined) {
      this.#cursors.reset(this.#user, seq);
    }
  }

  /** What a hidden page was told nobody has seen: whoever reloads or closes it is to hear of it the next time. */
  #remember(): void {
    if (this.#user !== undefined && !this.#environment.isHidden()) {
      this.#cursors.advance(this.#user, this.#cursor);
    }
  }
}
