import type { Environment } from "./environment.js";

const FORBIDDEN = 403;
const NOT_FOUND = 404;
const SERVER_ERRORS = 500;

/** The shortest time between probes, ms. */
const PROBE_PAUSE_MS = 30_000;

/** Says to developers what they have set up wrong, as long as the service has never answered. Later failures are outages. */
export class SetupCheck {
  readonly #environment: Environment;
  readonly #base: () => URL;
  readonly #warn: (message: string) => void;
  #reached = false;
  /** Whether a server is there, whose answers the page may not read. */
  #isThere = false;
  /** No probe is sent before this time of `performance.now()`. */
  #probeAfter = 0;

  /**
   * @param base the address of the service; may throw
   * @param warn called again and again with the same words
   */
  constructor(environment: Environment, base: () => URL, warn: (message: string) => void) {
    this.#environment = environment;
    this.#base = base;
    this.#warn = warn;
  }

  /** Looks whether an answer is one of Laurel. */
  answered({ status, headers }: Response, path: string): void {
    if (this.#reached || status >= SERVER_ERRORS) {
      return;
    }
    if (headers.get("Content-Type")?.startsWith("text/html") || (status === NOT_FOUND && path === "api/me")) {
      this.#warnOfAddress();
    } else if (status === FORBIDDEN) {
      this.#warnOfOrigin();
    } else {
      this.#reached = true;
    }
  }

  /**
   * Finds out why there was no answer. Browsers don't tell pages, but a request whose answer is not to be read succeeds
   * wherever there is a server. The failed one might have been bad luck, so the next one has to fail, too.
   */
  async failed(): Promise<void> {
    const now = performance.now();
    if (this.#reached || !this.#environment.isOnline()) {
      return;
    }
    if (this.#isThere) {
      this.#warnOfOrigin();
    } else if (now >= this.#probeAfter) {
      this.#probeAfter = now + PROBE_PAUSE_MS;
      try {
        this.#isThere = await this.#probe(this.#base());
      } catch {
        this.#warnOfAddress();
      }
    }
  }

  /** Whether the server is there. Throws if it is not, as for the page's own origin, whose answers may always be read. */
  async #probe({ href, origin }: URL): Promise<boolean> {
    if (origin === new URL(this.#environment.baseUrl).origin) {
      throw new Error("unreachable");
    }
    await this.#environment.fetch(href, { mode: "no-cors", cache: "no-store" });
    return true;
  }

  #warnOfAddress(): void {
    let address = "this address";
    try {
      address = this.#base().href;
    } catch {
      // It is no address at all.
    }
    this.#warn(`Laurel does not answer at ${address}: check \`baseUrl\`, and that the service is running.`);
  }

  #warnOfOrigin(): void {
    this.#warn(
      `Laurel at ${this.#base().href} refuses pages of this origin: add it to LAUREL_HTTP_ORIGINS of the service.`,
    );
  }
}
