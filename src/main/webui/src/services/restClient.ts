import { type Credentials, UnauthorizedError } from "./credentials.js";
import type { Environment } from "./environment.js";
import type { SetupCheck } from "./setupCheck.js";

/** An answer other than success. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    /** The `Retry-After` of the answer, ms; 0 without one. */
    readonly retryAfterMs: number,
  ) {
    super(`The service answered ${status}.`);
  }
}

/** The result of a conditional read. */
export interface Reading<T> {
  /** Undefined if nothing changed. */
  readonly body: T | undefined;
  /** The ETag for the next read; undefined if the service sent none. */
  readonly etag: string | undefined;
}

const UNAUTHORIZED = 401;
const NOT_MODIFIED = 304;

/** Sends REST requests as the user. Renews a rejected token once. */
export class RestClient {
  readonly #environment: Environment;
  readonly #credentials: Credentials;
  readonly #address: (path: string) => URL;
  readonly #check: SetupCheck;

  /** @param address turns a path into a URL */
  constructor(environment: Environment, credentials: Credentials, address: (path: string) => URL, check: SetupCheck) {
    this.#environment = environment;
    this.#credentials = credentials;
    this.#address = address;
    this.#check = check;
  }

  /**
   * Reads the resource at a path.
   *
   * @throws UnauthorizedError when a renewed token is refused too, HttpError for other failures, TypeError when the
   *   service is unreachable
   */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await this.#request("GET", path, {}, undefined, signal)).json();
  }

  /** Reads the resource at a path if it changed since an earlier read. Throws as `get` does. */
  async read<T>(path: string, etag: string | undefined, signal: AbortSignal): Promise<Reading<T>> {
    const headers: Record<string, string> = etag === undefined ? {} : { "If-None-Match": etag };
    const response = await this.#request("GET", path, headers, undefined, signal);
    return response.status === NOT_MODIFIED
      ? { body: undefined, etag }
      : { body: (await response.json()) as T, etag: response.headers.get("ETag") ?? undefined };
  }

  /** Posts JSON. Throws as `get` does. */
  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { "Content-Type": "application/json" };
    return (await this.#request("POST", path, headers, JSON.stringify(body))).json();
  }

  async #request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
    signal?: AbortSignal,
  ): Promise<Response> {
    const send = async (token: string) => {
      const init: RequestInit = {
        method,
        headers: { ...headers, Authorization: `Bearer ${token}` },
        cache: "no-store",
      };
      try {
        const response = await this.#environment.fetch(this.#address(path).href, {
          ...init,
          ...(body !== undefined && { body }),
          ...(signal && { signal }),
        });
        this.#check.answered(response, path);
        return response;
      } catch (error) {
        if (!signal?.aborted) {
          void this.#check.failed();
        }
        throw error;
      }
    };
    const token = await this.#credentials.token();
    let response = await send(token);
    if (response.status === UNAUTHORIZED) {
      response = await send(await this.#credentials.renew("expired", token));
    }
    if (response.status === UNAUTHORIZED) {
      throw new UnauthorizedError("The service does not accept the token.");
    }
    if (!response.ok && response.status !== NOT_MODIFIED) {
      throw new HttpError(response.status, 1_000 * (Number(response.headers.get("Retry-After")) || 0));
    }
    return response;
  }
}
