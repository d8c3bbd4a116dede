"use client";

import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { useService } from "../contexts/ServiceContext.js";
import type { Achievement, BoardPage, LeaderboardType, RankChange, UserRank } from "../protocol/frames.js";
import { CloseCode } from "../services/closeCodes.js";
import type { TokenSource } from "../services/credentials.js";
import type { ConnectionStatus, ConnectionType, Listener, ServiceEvents } from "../services/events.js";
import type { ConnectOptions, Requests } from "../services/websocketService.js";
import type { GameNotification, GameState, Points } from "../state/gameState.js";
import { gameStore } from "../state/gameStore.js";
import { boardKey, leaderboardStore, UNKNOWN_BOARD } from "../state/leaderboardStore.js";

/** Options of the hooks that connect. */
export interface UseWebSocketOptions extends ConnectOptions {
  /** Whether to connect. On by default. */
  readonly enabled?: boolean;
}

/** The result of `useWebSocket`. The functions stay the same as long as the type does. */
export interface WebSocketResult<T extends ConnectionType> {
  /** Whether events arrive, by socket or by polling. */
  readonly isConnected: boolean;
  readonly connectionStatus: ConnectionStatus;
  /** As in the service. */
  sendMessage(message: Requests[T]): boolean;
  /** As in the service. Returns a function that removes the listener, so an effect can return it. */
  addEventListener<E extends keyof ServiceEvents>(type: E, listener: Listener<E>): () => void;
}

/** Keeps a connection while the component is mounted; all users of a type share one. */
export function useWebSocket<T extends ConnectionType>(
  type: T,
  { enabled = true, baseUrl, token, tickets, polling }: UseWebSocketOptions = {},
): WebSocketResult<T> {
  const service = useService();
  const source = useStableSource(token);
  useEffect(() => {
    if (!enabled) {
      return;
    }
    return service.connect(type, {
      ...(baseUrl !== undefined && { baseUrl }),
      ...(source !== undefined && { token: source }),
      ...(tickets !== undefined && { tickets }),
      ...(polling !== undefined && { polling }),
    });
  }, [service, type, enabled, baseUrl, source, tickets, polling]);
  const connectionStatus = useConnectionStatus(type);
  const sendMessage = useCallback((message: Requests[T]) => service.sendMessage(type, message), [service, type]);
  const addEventListener = useCallback<WebSocketResult<T>["addEventListener"]>(
    (event, listener) => service.addEventListener(event, listener),
    [service],
  );
  return { isConnected: connectionStatus.isConnected, connectionStatus, sendMessage, addEventListener };
}

/** Keeps the identity of a token function that changes with every rendering. */
function useStableSource(token: TokenSource | undefined): TokenSource | undefined {
  const latest = useRef(token);
  useEffect(() => {
    latest.current = token;
  });
  const isFunction = typeof token === "function";
  const caller = useCallback<Exclude<TokenSource, string>>((reason) => {
    const source = latest.current;
    return typeof source === "function" ? source(reason) : (source ?? "");
  }, []);
  return isFunction ? caller : token;
}

/** The status of a connection. Does not connect. */
export function useConnectionStatus(type: ConnectionType): ConnectionStatus {
  const service = useService();
  const subscribe = useCallback(
    (changed: () => void) =>
      service.addEventListener("status", ({ connection }) => {
        if (connection === type) {
          changed();
        }
      }),
    [service, type],
  );
  const status = () => service.getConnectionStatus(type);
  return useSyncExternalStore(subscribe, status, status);
}

/** The state of the user. Does not connect. */
export function useGameState(): GameState {
  const store = gameStore(useService());
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}

/** The result of `useGameWebSocket`. */
export interface GameWebSocketResult extends WebSocketResult<"game"> {
  /** The user's achievements, newest first. */
  readonly achievements: readonly Achievement[];
  /** Null until known. */
  readonly points: Points | null;
  /** Days. */
  readonly streak: number;
  /** Whether the streak ends today unless the user works. */
  readonly streakAtRisk: boolean;
  /** Newest first. */
  readonly notifications: readonly GameNotification[];
  /** The number of unread events. */
  readonly unread: number;
  /** Removes a notification from the list, by its id. */
  clearNotification(id: number): void;
  /** Removes all notifications from the list. */
  clearAllNotifications(): void;
}

/** The user's own events: points, achievements, streak and notifications. */
export function useGameWebSocket(options: UseWebSocketOptions = {}): GameWebSocketResult {
  const service = useService();
  const connection = useWebSocket("game", options);
  const { achievements, points, streak, streakAtRisk, notifications, unread } = useGameState();
  const clearNotification = useCallback((id: number) => gameStore(service).clear(id), [service]);
  const clearAllNotifications = useCallback(() => gameStore(service).clear(), [service]);
  return {
    ...connection,
    achievements,
    points,
    streak,
    streakAtRisk,
    notifications,
    unread,
    clearNotification,
    clearAllNotifications,
  };
}

/** The board that `useLeaderboardWebSocket` shows; the global one by default. */
export interface UseLeaderboardOptions extends UseWebSocketOptions {
  /** The class of the board; the global board by default. */
  readonly classId?: string | undefined;
  /** The section of the class, whose board it then is; the whole class by default. */
  readonly section?: string | undefined;
  /** The season of the board; takes precedence over the class. */
  readonly season?: string | undefined;
}

/** The result of `useLeaderboardWebSocket`. */
export interface LeaderboardWebSocketResult extends WebSocketResult<"leaderboard"> {
  /** The page last requested, kept up to date; null before the first. */
  readonly leaderboardData: BoardPage | null;
  /** The user's own entry; null until known. */
  readonly userRank: UserRank | null;
  /** The last change of the user's rank; null before the first. */
  readonly rankChange: RankChange | null;
  /** Requests a page of a board; by default the first page of the board shown here. */
  requestLeaderboard(type?: LeaderboardType, classId?: string, page?: number, pageSize?: number): void;
  /** Requests the user's rank on a board; by default the one shown here. */
  requestUserRank(type?: LeaderboardType, classId?: string): void;
}

/**
 * A board and the user's own rank on it. The server sends the global board by itself; any other is shown, and kept up to
 * date, once it is requested.
 */
export function useLeaderboardWebSocket({
  classId,
  section,
  season,
  ...options
}: UseLeaderboardOptions = {}): LeaderboardWebSocketResult {
  const connection = useWebSocket("leaderboard", options);
  const store = leaderboardStore(useService());
  const boards = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
  const { page, rank, change } = boards.get(boardKey({ class_id: classId, section, season })) ?? UNKNOWN_BOARD;
  const { sendMessage } = connection;
  const which = useCallback(
    (type?: LeaderboardType, id?: string) => {
      if (season !== undefined && type === undefined && id === undefined) {
        return { season };
      }
      const meant = type === "global" ? undefined : (id ?? classId);
      if (meant === undefined) {
        return { leaderboard_type: "global" } as const;
      }
      const own = section !== undefined && (id ?? classId) === classId ? { section } : {};
      return { leaderboard_type: "class", class_id: meant, ...own } as const;
    },
    [classId, section, season],
  );
  const requestLeaderboard = useCallback<LeaderboardWebSocketResult["requestLeaderboard"]>(
    (type, id, number = 1, size = 20) => {
      sendMessage({ type: "request_leaderboard", ...which(type, id), page: number, page_size: size });
    },
    [sendMessage, which],
  );
  const requestUserRank = useCallback<LeaderboardWebSocketResult["requestUserRank"]>(
    (type, id) => {
      sendMessage({ type: "request_user_rank", ...which(type, id) });
    },
    [sendMessage, which],
  );
  return {
    ...connection,
    leaderboardData: page,
    userRank: rank,
    rankChange: change,
    requestLeaderboard,
    requestUserRank,
  };
}

/** The result of `useAuthenticatedWebSocket`. */
export interface AuthenticatedWebSocketResult<T extends ConnectionType> extends WebSocketResult<T> {
  /** Whether there is a token that the service has not refused. */
  readonly isAuthenticated: boolean;
  /** As in the service. */
  setAuthToken(token: TokenSource): void;
  /** As in the service. */
  clearAuth(): void;
}

/** A connection that waits for a signed-in user. A `null` token closes it and forgets the user. */
export function useAuthenticatedWebSocket<T extends ConnectionType>(
  type: T,
  token: TokenSource | null,
  options: Omit<UseWebSocketOptions, "token"> = {},
): AuthenticatedWebSocketResult<T> {
  const service = useService();
  const enabled = token !== null && (options.enabled ?? true);
  const connection = useWebSocket(type, { ...options, enabled, ...(token !== null && { token }) });
  const wasSignedIn = useRef(false);
  useEffect(() => {
    if (token === null && wasSignedIn.current) {
      service.clearAuth();
    }
    wasSignedIn.current = token !== null;
  }, [service, token]);
  const setAuthToken = useCallback((source: TokenSource) => service.setAuthToken(source), [service]);
  const clearAuth = useCallback(() => service.clearAuth(), [service]);
  const { state, closeCode, failures } = connection.connectionStatus;
  // One failure only means that the token is being renewed.
  const isRefused = state === "stopped" || (closeCode === CloseCode.TOKEN_EXPIRED && failures > 1);
  const isAuthenticated = token !== null && !isRefused;
  return { ...connection, isAuthenticated, setAuthToken, clearAuth };
}
