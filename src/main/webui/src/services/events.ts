import type { GameFrame, LeaderboardFrame, PersonalFrame } from "../protocol/frames.js";
import type { Me } from "../protocol/rest.js";
import type { ConnectionState } from "./connection.js";

/** The two sockets. */
export type ConnectionType = "game" | "leaderboard";

/** The status of one connection. A new object for each change, and only then. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** How events arrive at present; null if they don't. */
  readonly transport: "socket" | "polling" | null;
  /** Whether events arrive, by socket or by polling. */
  readonly isConnected: boolean;
  /** Consecutive failed attempts. */
  readonly failures: number;
  /** The close code of the last socket; 4401 also when there is no accepted token. */
  readonly closeCode: number | undefined;
  readonly reason: string | undefined;
}

/**
 * The user's whole state, read over REST with the first connection, and whenever the log no longer reaches back. It
 * replaces everything known of the user.
 */
export interface Snapshot {
  readonly type: "snapshot";
  readonly cause: "connected" | "unrecovered";
  readonly me: Me;
}

/** The user was signed out, so everything known of them is void. */
export interface Cleared {
  readonly type: "cleared";
}

/** A change of a connection's status. */
export interface StatusChange {
  readonly type: "status";
  readonly connection: ConnectionType;
  readonly status: ConnectionStatus;
}

/** All events for listeners: the frames of the server and the service's own. */
export type ServiceEvent = GameFrame | LeaderboardFrame | Snapshot | Cleared | StatusChange;

/** The events by type; `*` stands for all of them. */
export type ServiceEvents = { [T in ServiceEvent["type"]]: Extract<ServiceEvent, { type: T }> } & { "*": ServiceEvent };

/** How an event arrived. */
export interface EventContext {
  readonly connection: ConnectionType;
  /** Whether the event was missed and is delivered late. */
  readonly replayed: boolean;
  /** How many more missed events follow. */
  readonly remaining: number;
}

export type Listener<T extends keyof ServiceEvents> = (event: ServiceEvents[T], context: EventContext) => void;

/** Whether the event is an entry of the user's log. */
export function isPersonal(event: ServiceEvent): event is PersonalFrame {
  return "seq" in event && typeof event.seq === "number";
}
