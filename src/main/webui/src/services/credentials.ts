import { backoff } from "./backoff.js";
import type { Environment, Tabs } from "./environment.js";

/** Why a token is requested: there is none yet, the current one expires soon, or the service rejected it. */
export type TokenReason = "connect" | "expiring" | "expired";

/** A token, or a function that gets one whenever it is needed. */
export type TokenSource = string | ((reason: TokenReason) => string | Promise<string>);

/** There is no token that the service accepts. Only a new one helps. */
export class UnauthorizedError extends Error {
  override readonly name = "UnauthorizedError";

  constructor(
    message: string,
    /** Whether the source of tokens is going to be asked again. */
    readonly isTemporary = false,
  ) {
    super(message);
  }
}

const NO_TOKEN = "There is no token: pass one as `token`, or call setAuthToken.";
const NOT_ACCEPTED = "The token has expired or is not valid: pass a function as `token` that gets another.";
const REPEATED = "The token has expired or is not valid, and the `token` function gave the same one again.";

/** How long a tab waits for another one to renew their token. */
const PATIENCE_MS = 10_000;

/** How long a renewed token may be on its way to the other tabs. */
const HANDOVER_MS = 500;

/** The current token and the source of the next one. Tabs with the same token renew it once. */
export class Credentials {
  readonly #environment: Environment;
  #tabs: Tabs | undefined;
  #source: TokenSource | undefined;
  #token: string | undefined;
  #pending: Promise<string> | undefined;
  /** The token that the service refused last. */
  #refused: string | undefined;
  /** How often in a row the source gave no token, or the refused one. */
  #repeats = 0;
  /** The source is not asked before this time of `performance.now()`. */
  #restUntil = 0;
  #lastError = "";

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Changes the source of tokens; pending requests to the old source are ignored. */
  set(source: TokenSource | undefined): void {
    if (typeof source === "function" && this.#tabs === undefined) {
      this.#tabs = this.#environment.tabs?.();
      this.#tabs?.onMessage((message) => this.#heard(message));
    }
    this.#source = source;
    this.#token = undefined;
    this.#pending = undefined;
    this.#refused = undefined;
    this.#repeats = 0;
    this.#restUntil = 0;
  }

  /** Sets the source unless it is the current one; returns whether it changed. */
  adopt(source: TokenSource): boolean {
    const isNew = source !== this.#source;
    if (isNew) {
      this.set(source);
    }
    return isNew;
  }

  /**
   * The token to use now.
   *
   * @throws UnauthorizedError when there is no source, or it gives no token that the service has not refused; errors of
   *   the source pass through
   */
  token(): Promise<string> {
    if (this.#token === undefined) {
      return this.#ask("connect");
    }
    return this.#token === this.#refused ? this.#ask("expired") : Promise.resolve(this.#token);
  }

  /** A new token if the source is a function, else the current one. Throws as `token` does. */
  fresh(): Promise<string> {
    return typeof this.#source === "function" ? this.#ask("expired") : this.token();
  }

  /**
   * Another token than the rejected one. Simultaneous callers share one request.
   *
   * @param rejected the rejected token; if the current one differs, it is returned
   * @throws UnauthorizedError when the source is a plain string, or gives the refused token again; errors of the source
   *   pass through
   */
  async renew(reason: TokenReason, rejected?: string): Promise<string> {
    if (rejected !== undefined && this.#token !== undefined && this.#token !== rejected) {
      return this.#token;
    }
    if (reason === "expired") {
      this.#refused = rejected ?? this.#token;
    }
    if (typeof this.#source !== "function") {
      throw new UnauthorizedError(NOT_ACCEPTED);
    }
    return this.#ask(reason);
  }

  #ask(reason: TokenReason): Promise<string> {
    if (this.#pending !== undefined) {
      return this.#pending;
    }
    const source = this.#source;
    if (source === undefined) {
      return Promise.reject(new UnauthorizedError(NO_TOKEN));
    }
    if (performance.now() < this.#restUntil) {
      return Promise.reject(new UnauthorizedError(this.#lastError, true));
    }
    const pending = this.#fetch(source, reason);
    this.#pending = pending;
    return pending;
  }

  async #fetch(source: TokenSource, reason: TokenReason): Promise<string> {
    try {
      const token = await (typeof source === "string" ? source : this.#once(() => source(reason)));
      if (this.#source === source) {
        this.#take(token);
      }
      return token;
    } finally {
      if (this.#source === source) {
        this.#pending = undefined;
      }
    }
  }

  /** Takes a token of the source. A source that gives none, or the refused one again, is asked less and less often. */
  #take(token: string): void {
    this.#token = token || this.#token;
    if (token && token !== this.#refused) {
      this.#repeats = 0;
      return;
    }
    const isTemporary = typeof this.#source === "function";
    if (isTemporary) {
      this.#restUntil = performance.now() + backoff(this.#repeats++, 1);
    }
    this.#lastError = !token ? NO_TOKEN : isTemporary ? REPEATED : NOT_ACCEPTED;
    throw new UnauthorizedError(this.#lastError, isTemporary);
  }

  /** Asks for a token, unless another tab has just renewed the same. */
  #once(ask: () => string | Promise<string>): string | Promise<string> {
    const tabs = this.#tabs;
    const old = this.#token;
    if (tabs === undefined || old === undefined) {
      return ask();
    }
    return new Promise((resolve, reject) => {
      tabs.lock("laurel.renew", PATIENCE_MS, async () => {
        if (this.#token !== undefined && this.#token !== old) {
          resolve(this.#token);
          return;
        }
        try {
          const token = await ask();
          tabs.post({ old, token });
          resolve(token);
          await new Promise((over) => setTimeout(over, HANDOVER_MS));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /** Takes the token with which another tab has replaced this tab's. */
  #heard(message: unknown): void {
    const { old, token } = message as { old?: unknown; token?: unknown };
    if (typeof this.#source === "function" && typeof token === "string" && old === this.#token) {
      this.#token = token;
    }
  }
}
