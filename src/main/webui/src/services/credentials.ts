/** Why a token is asked for: there is none yet, the one at hand ends soon, or the service no longer accepts it. */
export type TokenReason = "connect" | "expiring" | "expired";

/** A token, or what gets one whenever it is needed. */
export type TokenSource = string | ((reason: TokenReason) => string | Promise<string>);

/** Nobody is let in: there is no token, or none that the service accepts. Only a new one helps. */
export class UnauthorizedError extends Error {
  override readonly name = "UnauthorizedError";
}

/** The token at hand, and where the next one comes from. */
export class Credentials {
  #source: TokenSource | undefined;
  #token: string | undefined;
  #pending: Promise<string> | undefined;

  /** Changes where tokens come from; what the old source is still at is forgotten. */
  set(source: TokenSource | undefined): void {
    this.#source = source;
    this.#token = undefined;
    this.#pending = undefined;
  }

  /** As `set`, unless tokens come from there already; returns whether that is something new. */
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
   * @throws UnauthorizedError when there is no source; and whatever the source throws
   */
  token(): Promise<string> {
    return this.#token === undefined ? this.#ask("connect") : Promise.resolve(this.#token);
  }

  /** As `token`, but not one that was asked for before, if the source can give others. Throws as `token` does. */
  fresh(): Promise<string> {
    return typeof this.#source === "function" ? this.#ask("expired") : this.token();
  }

  /**
   * Another token than the one that failed. Those who ask at the same time share one.
   *
   * @param rejected the token that it must not be; when another is at hand already, that is the answer
   * @throws UnauthorizedError when the source is a string, which has no other; and whatever the source throws
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
      const token = typeof source === "string" ? source : await source(reason);
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
}
