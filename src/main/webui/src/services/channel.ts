import type { Ticket } from "../protocol/rest.js";
import { CloseCode } from "./closeCodes.js";
import { Connection } from "./connection.js";
import { type Credentials, UnauthorizedError } from "./credentials.js";
import type { Environment } from "./environment.js";
import type { ConnectionStatus } from "./events.js";
import { Poller } from "./poller.js";
import type { RawFrame } from "./rawFrame.js";
import { HttpError, type RestClient } from "./restClient.js";

/** Consecutive failed attempts after which polling begins. */
const FAILURES_BEFORE_POLLING = 3;

const UNAVAILABLE = 503;
const NOT_FOUND = 404;

/** The part that differs between the two sockets. */
export interface Feed {
  readonly path: string;
  /** The query of the address, without the credential. Called for each attempt, and may throw as `address` does. */
  query(): Promise<Readonly<Record<string, string>>>;
  /** Called when the socket is open. */
  opened(): void;
  received(frame: RawFrame): void;
  /** Polls over REST while there is no socket. */
  poll(signal: AbortSignal): Promise<void>;
}

/** The parts that both channels share. */
export interface ChannelContext {
  readonly environment: Environment;
  readonly credentials: Credentials;
  readonly rest: RestClient;
  address(path: string): URL;
  /** Says to developers what they may have set up wrong, once. */
  warn(message: string): void;
  /** Whether to exchange tokens for one-time tickets, which are worthless once they appear in a log. */
  usesTickets(): boolean;
  /** Whether to poll where sockets fail. */
  polls(): boolean;
}

/** One of the two connections to the service: a socket, or polling while there is none. */
export class Channel {
  readonly connection: Connection;
  readonly #context: ChannelContext;
  readonly #feed: Feed;
  readonly #poller: Poller;
  readonly #told: (status: ConnectionStatus) => void;
  #status: ConnectionStatus;
  /** The token of the current or last socket. */
  #token: string | undefined;
  /** Whether the last poll has failed. */
  #unreachable = false;

  /** @param told called with each new status */
  constructor(context: ChannelContext, feed: Feed, told: (status: ConnectionStatus) => void) {
    this.#context = context;
    this.#feed = feed;
    this.#told = told;
    this.connection = new Connection(context.environment, {
      address: () => this.#address(),
      tokenExpired: async () => void (await context.credentials.renew("expired", this.#token)),
      opened: () => feed.opened(),
      received: (frame) => feed.received(frame),
      warn: context.warn,
      changed: () => this.#changed(),
    });
    this.#poller = new Poller(
      context.environment,
      (signal) => this.#poll(signal),
      () => this.#changed(),
    );
    this.#status = this.#look();
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** The token of the current or last socket. */
  get token(): string | undefined {
    return this.#token;
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
  }

  /** Sends another token over an open socket; returns whether it did. */
  refresh(token: string): boolean {
    const sent = token !== this.#token && this.connection.send({ type: "refresh_token", token });
    if (sent) {
      this.#token = token;
    }
    return sent;
  }

  /** Polls soon, unless a socket is open. */
  pollNow(): void {
    this.#poller.now();
  }

  async #address(): Promise<string> {
    const query = await this.#feed.query();
    const [name, value] = await this.#credential();
    const url = this.#context.address(this.#feed.path);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams({ ...query, [name]: value }).toString();
    return url.href;
  }

  async #credential(): Promise<readonly [name: string, value: string]> {
    if (this.#context.usesTickets()) {
      const ticket = await this.#ticket();
      if (ticket !== undefined) {
        return ["ticket", ticket];
      }
    }
    const { credentials } = this.#context;
    const token = await credentials.token();
    // Browsers don't say why a socket could not be opened. The token may be the cause.
    const isSuspect = token === this.#token && this.connection.failures > 0 && !this.#isSurplus();
    this.#token = isSuspect ? await credentials.fresh() : token;
    return ["token", this.#token];
  }

  /** A ticket; undefined where the service issues none, and the token itself must be used. */
  async #ticket(): Promise<string | undefined> {
    const { credentials, rest } = this.#context;
    try {
      const { ticket } = await rest.post<Ticket>("api/ws-tickets", {});
      this.#token = await credentials.token();
      return ticket;
    } catch (error) {
      if (error instanceof HttpError && [UNAVAILABLE, NOT_FOUND].includes(error.status)) {
        return undefined;
      }
      throw error;
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    try {
      await this.#feed.poll(signal);
      if (this.#unreachable && !signal.aborted) {
        // The service is back, so a socket may open again.
        this.#unreachable = false;
        this.connection.hurry();
      }
    } catch (error) {
      this.#unreachable = true;
      if (error instanceof UnauthorizedError && !error.isTemporary && !signal.aborted) {
        this.connection.refuse(error.message);
      }
      throw error;
    }
  }

  /** Whether the last socket was closed because the user has too many. */
  #isSurplus(): boolean {
    return this.connection.closed?.code === CloseCode.TOO_MANY_SOCKETS;
  }

  #changed(): void {
    const { state, failures } = this.connection;
    const without = this.#context.environment.openSocket === undefined ? 1 : FAILURES_BEFORE_POLLING;
    const wanted = state === "connecting" || state === "waiting" || state === "paused";
    if (wanted && (failures >= without || this.#isSurplus()) && this.#context.polls()) {
      this.#poller.start();
    } else if (!wanted) {
      this.#poller.stop();
    }
    const status = this.#look();
    if (!same(status, this.#status)) {
      this.#status = status;
      this.#told(status);
    }
  }

  #look(): ConnectionStatus {
    const { state, failures, closed } = this.connection;
    const transport = state === "open" ? "socket" : this.#poller.healthy ? "polling" : null;
    return {
      state,
      transport,
      isConnected: transport !== null,
      failures,
      closeCode: closed?.code,
      reason: closed?.reason,
    };
  }
}

function same(a: ConnectionStatus, b: ConnectionStatus): boolean {
  return (Object.keys(a) as (keyof ConnectionStatus)[]).every((field) => a[field] === b[field]);
}
