import type { RawFrame } from "./rawFrame.js";

const DEFAULT_INTERVAL_MS = 25_000;
const PROBE_TIMEOUT_MS = 10_000;
const DOUBT_TIMEOUT_MS = 5_000;

/**
 * Detects dead sockets. Browsers hide the server's pings from scripts, and a dead network closes no socket, so after a
 * heartbeat of silence this sends a ping frame, and reports the socket as silent when nothing comes back.
 */
export class Heartbeat {
  readonly #ask: () => void;
  readonly #silent: () => void;
  #intervalMs = DEFAULT_INTERVAL_MS;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #asked = false;

  /**
   * @param ask sends `{"type":"ping"}`
   * @param silent called when no answer came
   */
  constructor(ask: () => void, silent: () => void) {
    this.#ask = ask;
    this.#silent = silent;
  }

  /** Starts for a new socket, with the default interval. */
  start(): void {
    this.expect(DEFAULT_INTERVAL_MS);
  }

  /** Sets the longest normal silence, in milliseconds. */
  expect(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    this.heard();
  }

  /** Notes that a frame arrived. */
  heard(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#probe(PROBE_TIMEOUT_MS), this.#intervalMs);
  }

  /** Asks at once because the socket may be dead, unless it already waits for an answer. */
  doubt(): void {
    if (this.#deadline === undefined) {
      this.#probe(DOUBT_TIMEOUT_MS);
    }
  }

  /** Returns whether the frame is the answer to a ping, which listeners need not see. */
  takes(frame: RawFrame): boolean {
    const taken = this.#asked && isAnswer(frame);
    if (taken) {
      this.#asked = false;
    }
    return taken;
  }

  /** Stops when the socket has ended. */
  stop(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    this.#asked = false;
  }

  #probe(patienceMs: number): void {
    this.#asked = true;
    this.#ask();
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(this.#silent, patienceMs);
  }
}

/** The personal socket echoes unknown types, the leaderboard socket answers with an error. */
function isAnswer(frame: RawFrame): boolean {
  return frame.type === "echo" || (frame.type === "error" && frame.code === "unknown_type");
}
