import type { Environment, Tabs } from "./environment.js";

/** Why a token is requested: there is none yet, the current one expires soon, or the service rejected it. */
export type TokenReason = "connect" | "expiring" | "expired";

/** A token, or a function that gets one whenever it is needed. */
export type TokenSource = string | ((reason: TokenReason) => string | Promise<string>);

/** There is no token that the service accepts. Only a new one helps. */
export class UnauthorizedError extends Error {
  override readonly name = "UnauthorizedError";
}

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
   * @throws UnauthorizedError when there is no source; errors of the source pass through
   */
  token(): Promise<string> {
    return this.#token === undefined ? this.#ask("connect") : Promise.resolve(this.#token);
  }

  /** A new token if the source is a function, else the current one. Throws as `token` does. */
  fresh(): Promise<string> {
    return typeof this.#source === "function" ? this.#ask("expired") : this.token();
  }

  /**
   * Another token than the rejected one. Simultaneous callers share one request.
   *
   * @param rejected the rejected token; if the current one differs, it is returned
   * @throws UnauthorizedError when the source is a plain string; errors of the source pass through
   */
  async renew(reason: TokenReason, rejected?: string): Promise<string> {
    if (rejected !== undefined && this.#token !== undefined && this.#token !== rejected) {
      return this.#token;
    }
    if (typeof this.#source !== "function") {
      throw new UnauthorizedError("The token is no longer accepted, and there is nobody to ask for another.");
    }
    return this.#ask(reason);
  }

  #ask(reason: TokenReason): Promise<string> {
    if (this.#pending !== undefined) {
      return this.#pending;
    }
    const source = this.#source;
    if (source === undefined) {
      return Promise.reject(new UnauthorizedError("There is no token: call setAuthToken first."));
    }
    const pending = this.#fetch(source, reason);
    this.#pending = pending;
    return pending;
  }

  async #fetch(source: TokenSource, reason: TokenReason): Promise<string> {
    try {
      const token = typeof source === "string" ? source : await this.#once(() => source(reason));
      if (this.#source === source) {
        this.#token = token;
      }
      return token;
    } finally {
      if (this.#source === source) {
        this.#pending = undefined;
      }
    }
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
