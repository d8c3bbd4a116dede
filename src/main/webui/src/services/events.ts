import type { GameFrame, LeaderboardFrame, PersonalFrame } from "../protocol/frames.js";
import type { Me } from "../protocol/rest.js";
import type { ConnectionState } from "./connection.js";

/** The two sockets. */
export type ConnectionType = "game" | "leaderboard";

/** How one of the two is doing. A new object with every change, and only then. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Which way events come in at present; null for not at all. */
  readonly transport: "socket" | "polling" | null;
  /** Whether events come in, whichever way. */
  readonly isConnected: boolean;
  /** Tries in a row that came to nothing. */
  readonly failures: number;
  /** How the last socket ended, once it has; 4401 also stands for: nobody is let in. */
  readonly closeCode: number | undefined;
  readonly reason: string | undefined;
}

/**
 * The user as a whole, read over REST: with the first connection, and whenever events cannot be resumed without a gap.
 * Everything known of the user before is to be replaced by it.
 */
export interface Snapshot {
  readonly type: "snapshot";
  readonly cause: "connected" | "unrecovered";
  readonly me: Me;
}

/** The user was signed out: nothing that is known of them counts any more. */
export interface Cleared {
  readonly type: "cleared";
}

/** A change of a connection's status. */
export interface StatusChange {
  readonly type: "status";
  readonly connection: ConnectionType;
  readonly status: ConnectionStatus;
}

/** All that listeners can hear of: the frames of the wire, and what the service itself has to say. */
export type ServiceEvent = GameFrame | LeaderboardFrame | Snapshot | Cleared | StatusChange;

/** The events by their types; `*` stands for all of them. */
export type ServiceEvents = { [T in ServiceEvent["type"]]: Extract<ServiceEvent, { type: T }> } & { "*": ServiceEvent };

/** How an event got here. */
export interface EventContext {
  readonly connection: ConnectionType;
  /** Whether it makes up for something missed, and did not just happen. */
  readonly replayed: boolean;
  /** How many more of the missed ones follow. */
  readonly remaining: number;
}

export type Listener<T extends keyof ServiceEvents> = (event: ServiceEvents[T], context: EventContext) => void;

/** Whether the event is one of the user's log. */
export function isPersonal(event: ServiceEvent): event is PersonalFrame {
  return "seq" in event && typeof event.seq === "number";
}
