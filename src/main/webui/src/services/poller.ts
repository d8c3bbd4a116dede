import type { Environment } from "./environment.js";
import { HttpError } from "./restClient.js";

/** Interval of a visible page, ms. */
export const POLL_MS = 5_000;

/** Interval of a hidden page, ms. */
export const HIDDEN_POLL_MS = 30_000;

/** Repeats a task: more often while the page is visible, not while offline, at once on return. */
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
   * @param task is not called again before its promise settles; does nothing after its signal aborts
   * @param changed called when `healthy` changes
   */
  constructor(environment: Environment, task: (signal: AbortSignal) => Promise<void>, changed: () => void) {
    this.#environment = environment;
    this.#task = task;
    this.#changed = changed;
  }

  /** Whether it runs and the last poll succeeded. */
  get healthy(): boolean {
    return this.#healthy;
  }

  /** Starts with an immediate poll. */
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

  /** Polls now, if running and online. */
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
