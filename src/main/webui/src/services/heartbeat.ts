import type { RawFrame } from "./connection.js";

const DEFAULT_INTERVAL_MS = 25_000;
const PROBE_TIMEOUT_MS = 10_000;
const DOUBT_TIMEOUT_MS = 5_000;

/**
 * Whether an open socket still carries anything. Browsers answer pings without a word to the page, and a dead network
 * closes no socket. So who has heard nothing for as long as a heartbeat asks, and gives up when there is no answer.
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
   * @param silent told that no answer came
   */
  constructor(ask: () => void, silent: () => void) {
    this.#ask = ask;
    this.#silent = silent;
  }

  /** A socket has been opened. */
  start(): void {
    this.expect(DEFAULT_INTERVAL_MS);
  }

  /** Sets how much silence is normal, in milliseconds, from now on. */
  expect(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    this.heard();
  }

  /** Something has come, whatever it is. */
  heard(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#probe(PROBE_TIMEOUT_MS), this.#intervalMs);
  }

  /** There is reason to believe that the socket is dead: asks at once, unless it waits for an answer already. */
  doubt(): void {
    if (this.#deadline === undefined) {
      this.#probe(DOUBT_TIMEOUT_MS);
    }
  }

  /** Whether the frame is nothing but the answer, which is for nobody else. */
  takes(frame: RawFrame): boolean {
    const taken = this.#asked && isAnswer(frame);
    if (taken) {
      this.#asked = false;
    }
    return taken;
  }

  /** The socket is no more. */
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

/** The personal socket echoes what it does not know, the other complains; either proves that it is alive. */
function isAnswer(frame: RawFrame): boolean {
  return frame.type === "echo" || (frame.type === "error" && frame.code === "unknown_type");
}
