import { backoff } from "./backoff.js";
import { CloseCode, meansStop } from "./closeCodes.js";
import { UnauthorizedError } from "./credentials.js";
import type { Environment, Socket } from "./environment.js";
import { Heartbeat } from "./heartbeat.js";

/**
 * Where a connection is.
 *
 * ```
 * idle ──start──▶ connecting ──open──▶ open
 *                   ▲   │ failed         │ closed, or silent
 *       time is up, │   ▼                ▼
 *   or back at last └─ waiting ◀──▶ paused (offline or hidden)
 *
 * any ──stop──▶ idle          any ──told to, or nobody is let in──▶ stopped ──start──▶ connecting
 * ```
 */
export type ConnectionState = "idle" | "connecting" | "open" | "waiting" | "paused" | "stopped";

/** A frame as it comes from the wire: nothing is known of it but that it has a type. */
export interface RawFrame {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What a connection asks of and tells its owner. */
export interface ConnectionOwner {
  /**
   * The address to connect to, asked for with every try.
   *
   * @throws UnauthorizedError to stop; whatever else is thrown counts as a failed try
   */
  address(): Promise<string>;
  /**
   * The server says that the token has expired: there is to be another when this resolves.
   *
   * @throws UnauthorizedError to stop
   */
  tokenExpired(): Promise<void>;
  opened(): void;
  received(frame: RawFrame): void;
  /** Told of every change of `state`, `failures` and `closed`. */
  changed(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const STABLE_MS = 10_000;
const RATE_LIMIT_DELAY_MS = 5_000;

type TimerName = "connect" | "stable" | "retry";

/** One socket that comes back, until it is stopped or told to stop. */
export class Connection {
  readonly #environment: Environment;
  readonly #owner: ConnectionOwner;
  readonly #timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  readonly #heartbeat = new Heartbeat(
    () => this.send({ type: "ping" }),
    () => this.#lost(CloseCode.ABNORMAL, "silent"),
  );
  #socket: Socket | undefined;
  /** Grows with every try and every end: what belongs to an older one comes late, and no longer counts. */
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

  /** How many tries in a row have come to nothing, or to a socket that did not stay open for 10 s. */
  get failures(): number {
    return this.#failures;
  }

  /** How the last socket ended. */
  get closed(): { readonly code: number; readonly reason: string } | undefined {
    return this.#closed;
  }

  /** Connects, unless it is at it already. */
  start(): void {
    if (this.#state === "idle" || this.#state === "stopped") {
      this.#unwatch ??= this.#environment.onChange(() => this.#look());
      this.#failures = 0;
      this.#connect();
    }
  }

  /** Closes the socket; nothing of it is heard any more. */
  stop(): void {
    this.#end();
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#failures = 0;
    this.#closed = undefined;
    this.#become("idle");
  }

  /** Opens another socket in place of the one at hand, which no longer serves. Counts as a failure. */
  restart(reason: string): void {
    if (this.#state === "open") {
      this.#lost(CloseCode.ABNORMAL, reason);
    }
  }

  /** Tries now what it would try later: there is reason to hope. */
  hurry(): void {
    if (this.#state === "waiting") {
      void this.#connect();
    }
  }

  /** Ends like after a close code that means stop: nobody is let in. */
  refuse(reason: string): void {
    this.#end();
    this.#closed = { code: CloseCode.TOKEN_EXPIRED, reason };
    this.#become("stopped");
  }

  /** Whether the frame is on its way. */
  send(frame: object): boolean {
    if (this.#state !== "open" || this.#socket === undefined) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Sets how much silence is normal. */
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
    const frame = parse(data);
    if (frame === undefined) {
      this.#environment.report(new Error("A frame is no JSON object with a type, and is ignored."));
    } else if (!this.#heartbeat.takes(frame)) {
      this.#owner.received(frame);
    }
  }

  /** The network or the page has gone or come back. */
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

  /** A device that slept, or lost its network, finds a socket that looks open and may be long dead. */
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
      this.#retry(failures, code === CloseCode.RATE_LIMITED ? RATE_LIMIT_DELAY_MS : 0);
    }
  }

  async #renew(failures: number): Promise<void> {
    const epoch = this.#epoch;
    this.#become("connecting");
    try {
      await this.#owner.tokenExpired();
      if (epoch === this.#epoch) {
        // At once, unless the new token did not help the last time either.
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
    if (error instanceof UnauthorizedError) {
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

  /** Parts with the socket, whose events no longer count. */
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

function parse(data: unknown): RawFrame | undefined {
  try {
    const frame: unknown = JSON.parse(String(data));
    return isFrame(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}

function isFrame(value: unknown): value is RawFrame {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
