import type { Environment } from "./environment.js";
import { HttpError } from "./restClient.js";

/** Between two polls of a page that somebody looks at, ms. */
export const POLL_MS = 5_000;

/** Between two polls of a hidden page, ms. */
export const HIDDEN_POLL_MS = 30_000;

/** Does something again and again: sooner when the page is seen, not while it is offline, at once when it is back. */
export class Poller {
  readonly #environment: Environment;
  readonly #task: (signal: AbortSignal) => Promise<void>;
  readonly #changed: () => void;
  #running: AbortController | undefined;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unwatch: (() => void) | undefined;
  #healthy = false;

  /**
   * @param task is not called again before its promise has settled; it must not do anything after its signal aborts
   * @param changed told whenever `healthy` changes
   */
  constructor(environment: Environment, task: (signal: AbortSignal) => Promise<void>, changed: () => void) {
    this.#environment = environment;
    this.#task = task;
    this.#changed = changed;
  }

  /** Whether it runs, and the last poll has worked. */
  get healthy(): boolean {
    return this.#healthy;
  }

  /** Begins with a poll at once. */
  start(): void {
    if (this.#running === undefined) {
      this.#running = new AbortController();
      this.#unwatch = this.#environment.onChange(() => this.now());
      this.now();
    }
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#busy = false;
    this.#unwatch?.();
    this.#unwatch = undefined;
    clearTimeout(this.#timer);
    this.#become(false);
  }

  /** Polls without waiting for the next time, if it runs at all and the page is online. */
  now(): void {
    clearTimeout(this.#timer);
    if (this.#running !== undefined && !this.#busy && this.#environment.isOnline()) {
      void this.#poll(this.#running.signal);
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    this.#busy = true;
    let leastMs = 0;
    let healthy = true;
    try {
      await this.#task(signal);
    } catch (error) {
      healthy = false;
      leastMs = error instanceof HttpError ? error.retryAfterMs : 0;
    }
    if (!signal.aborted) {
      this.#busy = false;
      this.#become(healthy);
      this.#timer = setTimeout(() => this.now(), Math.max(leastMs, this.#pauseMs()));
    }
  }

  #pauseMs(): number {
    return this.#environment.isHidden() ? HIDDEN_POLL_MS : POLL_MS;
  }

  #become(healthy: boolean): void {
    if (this.#healthy !== healthy) {
      this.#healthy = healthy;
      this.#changed();
    }
  }
}
