import { backoff } from "./backoff.js";
import { CloseCode, meansStop } from "./closeCodes.js";
import { UnauthorizedError } from "./credentials.js";
import type { Environment, Socket } from "./environment.js";
import { Heartbeat } from "./heartbeat.js";
import { parseFrame, type RawFrame } from "./rawFrame.js";

/**
 * The states of a connection.
 *
 * ```
 * idle ──start──▶ connecting ──open──▶ open
 *                   ▲   │ failed         │ closed, or silent
 *      delay over,  │   ▼                ▼
 *      back online  └─ waiting ◀──▶ paused (offline or hidden)
 *
 * any ──stop──▶ idle     any ──final close code, or no accepted token──▶ stopped ──start──▶ connecting
 * ```
 */
export type ConnectionState = "idle" | "connecting" | "open" | "waiting" | "paused" | "stopped";

/** The callbacks of a connection to its owner. */
export interface ConnectionOwner {
  /**
   * The address to connect to. Called for each attempt.
   *
   * @throws UnauthorizedError to stop, unless it is temporary; any other error counts as a failed attempt
   */
  address(): Promise<string>;
  /**
   * Renews the token, which the server called expired. Resolves when there is another.
   *
   * @throws UnauthorizedError to stop, unless it is temporary
   */
  tokenExpired(): Promise<void>;
  opened(): void;
  received(frame: RawFrame): void;
  /** Says why no token is accepted. */
  warn(message: string): void;
  /** Called after every change of `state`, `failures` or `closed`. */
  changed(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const STABLE_MS = 10_000;
/** The shortest delays after a close code, beside the backoff. */
const DELAYS_MS: Readonly<Record<number, number>> = {
  [CloseCode.RATE_LIMITED]: 5_000,
  [CloseCode.TOO_MANY_SOCKETS]: 15_000,
};

type TimerName = "connect" | "stable" | "retry";

/** A socket that reconnects until `stop`, or until the server closes it with a final code. */
export class Connection {
  readonly #environment: Environment;
  readonly #owner: ConnectionOwner;
  readonly #timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  readonly #heartbeat = new Heartbeat(
    () => this.send({ type: "ping" }),
    () => this.#lost(CloseCode.ABNORMAL, "silent"),
  );
  #socket: Socket | undefined;
  /** Grows with every attempt and every end. Callbacks of an older epoch are ignored. */
  #epoch = 0;
  #state: ConnectionState = "idle";
  #failures = 0;
  #closed: { code: number; reason: string } | undefined;
  #unwatch: (() => void) | undefined;

  constructor(environment: Environment, owner: ConnectionOwner) {
    this.#environment = environment;
    this.#owner = owner;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Consecutive attempts that failed, or whose socket stayed open for less than 10 s. */
  get failures(): number {
    return this.#failures;
  }

  /** How the last socket ended. */
  get closed(): { readonly code: number; readonly reason: string } | undefined {
    return this.#closed;
  }

  /** Connects unless already started. */
  start(): void {
    if (this.#state === "idle" || this.#state === "stopped") {
      this.#unwatch ??= this.#environment.onChange(() => this.#look());
      this.#failures = 0;
      this.#connect();
    }
  }

  /** Closes the socket and ignores its further events. */
  stop(): void {
    this.#end();
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#failures = 0;
    this.#closed = undefined;
    this.#become("idle");
  }

  /** Replaces the open socket by a new one. Counts as a failure. */
  restart(reason: string): void {
    if (this.#state === "open") {
      this.#lost(CloseCode.ABNORMAL, reason);
    }
  }

  /** Retries now instead of after the delay. */
  hurry(): void {
    if (this.#state === "waiting") {
      void this.#connect();
    }
  }

  /** Stops as after a final close code, since no token is accepted. */
  refuse(reason: string): void {
    this.#owner.warn(reason);
    this.#end();
    this.#closed = { code: CloseCode.TOKEN_EXPIRED, reason };
    this.#become("stopped");
  }

  /** Sends a frame; returns false when no socket is open. */
  send(frame: object): boolean {
    if (this.#state !== "open" || this.#socket === undefined) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Sets the longest normal silence. */
  expectHeartbeat(seconds: number): void {
    this.#heartbeat.expect(seconds * 1_000);
  }

  async #connect(): Promise<void> {
    const epoch = ++this.#epoch;
    this.#clearTimers();
    this.#become("connecting");
    this.#after("connect", CONNECT_TIMEOUT_MS, () => this.#lost(CloseCode.ABNORMAL, "no answer"));
    try {
      const address = await this.#owner.address();
      if (epoch === this.#epoch) {
        this.#open(epoch, address);
      }
    } catch (error) {
      if (epoch === this.#epoch) {
        this.#failed(error);
      }
    }
  }

  #open(epoch: number, address: string): void {
    const { openSocket } = this.#environment;
    if (openSocket === undefined) {
      throw new Error("there are no sockets here");
    }
    const socket = openSocket(address);
    this.#socket = socket;
    socket.onopen = () => epoch === this.#epoch && this.#opened();
    socket.onmessage = (event) => epoch === this.#epoch && this.#received(event.data);
    socket.onclose = (event) => epoch === this.#epoch && this.#lost(event.code, event.reason);
  }

  #opened(): void {
    this.#clear("connect");
    this.#closed = undefined;
    this.#after("stable", STABLE_MS, () => {
      this.#failures = 0;
      this.#owner.changed();
    });
    this.#heartbeat.start();
    this.#become("open");
    this.#owner.opened();
  }

  #received(data: unknown): void {
    this.#heartbeat.heard();
    const frame = parseFrame(data);
    if (frame === undefined) {
      this.#environment.report(new Error("A frame is no JSON object with a type, and is ignored."));
    } else if (!this.#heartbeat.takes(frame)) {
      this.#owner.received(frame);
    }
  }

  /** Handles a change of network or visibility. */
  #look(): void {
    if (this.#state === "open") {
      if (this.#isInDoubt()) {
        this.#heartbeat.doubt();
      }
    } else if (this.#state === "waiting" && this.#isAway()) {
      this.#clear("retry");
      this.#become("paused");
    } else if (this.#state === "paused" && !this.#isAway()) {
      void this.#connect();
    }
  }

  /** After sleep or a change of network, a socket may look open although it is dead. */
  #isInDoubt(): boolean {
    return !this.#environment.isHidden() || !this.#environment.isOnline();
  }

  #isAway(): boolean {
    return !this.#environment.isOnline() || this.#environment.isHidden();
  }

  #lost(code: number, reason: string): void {
    this.#end();
    this.#closed = { code, reason };
    if (meansStop(code)) {
      this.#become("stopped");
      return;
    }
    const failures = this.#failures++;
    if (code === CloseCode.TOKEN_EXPIRED) {
      void this.#renew(failures);
    } else {
      this.#retry(failures, DELAYS_MS[code] ?? 0);
    }
  }

  async #renew(failures: number): Promise<void> {
    const epoch = this.#epoch;
    this.#become("connecting");
    try {
      await this.#owner.tokenExpired();
      if (epoch === this.#epoch) {
        // Connects at once, unless a new token has just failed too.
        if (failures === 0) {
          void this.#connect();
        } else {
          this.#retry(failures, 0);
        }
      }
    } catch (error) {
      if (epoch === this.#epoch) {
        this.#failures = failures;
        this.#failed(error);
      }
    }
  }

  #failed(error: unknown): void {
    if (error instanceof UnauthorizedError && error.isTemporary) {
      this.#owner.warn(error.message);
      this.#end();
      this.#closed = { code: CloseCode.TOKEN_EXPIRED, reason: error.message };
      this.#retry(this.#failures++, 0);
    } else if (error instanceof UnauthorizedError) {
      this.refuse(error.message);
    } else {
      this.#lost(CloseCode.ABNORMAL, String(error));
    }
  }

  #retry(failures: number, leastMs: number): void {
    if (this.#isAway()) {
      this.#become("paused");
      return;
    }
    const delay = leastMs + backoff(failures, this.#environment.random());
    this.#after("retry", delay, () => void this.#connect());
    this.#become("waiting");
  }

  /** Lets go of the socket and ignores its further events. */
  #end(): void {
    this.#epoch++;
    this.#clearTimers();
    this.#heartbeat.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(CloseCode.NORMAL);
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#owner.changed();
  }

  #after(name: TimerName, ms: number, action: () => void): void {
    this.#clear(name);
    this.#timers.set(
      name,
      setTimeout(() => {
        this.#timers.delete(name);
        action();
      }, ms),
    );
  }

  #clear(name: TimerName): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #clearTimers(): void {
    for (const name of [...this.#timers.keys()]) {
      this.#clear(name);
    }
  }
}
