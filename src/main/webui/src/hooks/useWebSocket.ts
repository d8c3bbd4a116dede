import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { useService } from "../contexts/ServiceContext.js";
import type { Achievement, BoardPage, LeaderboardType, RankChange, UserRank } from "../protocol/frames.js";
import type { TokenSource } from "../services/credentials.js";
import type { ConnectionStatus, ConnectionType, Listener, ServiceEvents } from "../services/events.js";
import type { ConnectOptions, Requests } from "../services/websocketService.js";
import type { GameNotification, GameState, Points } from "../state/gameState.js";
import { gameStore } from "../state/gameStore.js";
import { boardKey, leaderboardStore, UNKNOWN_BOARD } from "../state/leaderboardStore.js";

/** Options of the hooks that connect. */
export interface UseWebSocketOptions extends ConnectOptions {
  /** Whether to connect at all. On unless set. */
  readonly enabled?: boolean;
}

/** What `useWebSocket` gives. The functions stay the same for as long as the type does. */
export interface WebSocketResult<T extends ConnectionType> {
  /** Whether events come in, over a socket or by polling. */
  readonly isConnected: boolean;
  readonly connectionStatus: ConnectionStatus;
  /** As of the service. */
  sendMessage(message: Requests[T]): boolean;
  /** As of the service: returns what ends it, which suits as the result of an effect. */
  addEventListener<E extends keyof ServiceEvents>(type: E, listener: Listener<E>): () => void;
}

/** Keeps a connection for as long as the component is there; all that use the same type share one. */
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

/** A function that is made anew with every rendering is no new source of tokens. */
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

/** How a connection is doing. Connects nothing. */
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

/** All that is known of the user. Connects nothing. */
export function useGameState(): GameState {
  const store = gameStore(useService());
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}

/** What `useGameWebSocket` gives. */
export interface GameWebSocketResult extends WebSocketResult<"game"> {
  /** Those of the user, newest first. */
  readonly achievements: readonly Achievement[];
  /** Null before anything is known. */
  readonly points: Points | null;
  /** Days. */
  readonly streak: number;
  /** Newest first. */
  readonly notifications: readonly GameNotification[];
  /** How many events have not been read. */
  readonly unread: number;
  /** Takes a notification off the list, by its id. */
  clearNotification(id: number): void;
  /** Takes all of them off the list. */
  clearAllNotifications(): void;
}

/** The user's own events: points, achievements, streak and notifications. */
export function useGameWebSocket(options: UseWebSocketOptions = {}): GameWebSocketResult {
  const service = useService();
  const connection = useWebSocket("game", options);
  const { achievements, points, streak, notifications, unread } = useGameState();
  const clearNotification = useCallback((id: number) => gameStore(service).clear(id), [service]);
  const clearAllNotifications = useCallback(() => gameStore(service).clear(), [service]);
  return {
    ...connection,
    achievements,
    points,
    streak,
    notifications,
    unread,
    clearNotification,
    clearAllNotifications,
  };
}

/** Which board `useLeaderboardWebSocket` shows; the global one unless it says otherwise. */
export interface UseLeaderboardOptions extends UseWebSocketOptions {
  /** The class whose board is meant; the global board unless given. */
  readonly classId?: string | undefined;
  /** The season whose board is meant, whatever class it is of. */
  readonly season?: string | undefined;
}

/** What `useLeaderboardWebSocket` gives. */
export interface LeaderboardWebSocketResult extends WebSocketResult<"leaderboard"> {
  /** The page last asked for, kept up to date; null before there is one. */
  readonly leaderboardData: BoardPage | null;
  /** The user's own place; null before it is known. */
  readonly userRank: UserRank | null;
  /** How the user's rank moved the last time; null before it has. */
  readonly rankChange: RankChange | null;
  /** Asks for a page of a board; the one that is shown here, and its first page, unless told otherwise. */
  requestLeaderboard(type?: LeaderboardType, classId?: string, page?: number, pageSize?: number): void;
  /** Asks for the user's place on a board; on the one that is shown here unless told otherwise. */
  requestUserRank(type?: LeaderboardType, classId?: string): void;
}

/** A board, and the user's own place on it. Nothing is asked for by itself but what the server sends first. */
export function useLeaderboardWebSocket({
  classId,
  season,
  ...options
}: UseLeaderboardOptions = {}): LeaderboardWebSocketResult {
  const connection = useWebSocket("leaderboard", options);
  const store = leaderboardStore(useService());
  const boards = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
  const { page, rank, change } = boards.get(boardKey({ class_id: classId, season })) ?? UNKNOWN_BOARD;
  const { sendMessage } = connection;
  const which = useCallback(
    (type?: LeaderboardType, id?: string) => {
      if (season !== undefined && type === undefined && id === undefined) {
        return { season };
      }
      const meant = type === "global" ? undefined : (id ?? classId);
      return meant === undefined
        ? ({ leaderboard_type: "global" } as const)
        : ({ leaderboard_type: "class", class_id: meant } as const);
    },
    [classId, season],
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

/** What `useAuthenticatedWebSocket` gives. */
export interface AuthenticatedWebSocketResult<T extends ConnectionType> extends WebSocketResult<T> {
  /** Whether there is a token, and the service has not refused it. */
  readonly isAuthenticated: boolean;
  /** As of the service. */
  setAuthToken(token: TokenSource): void;
  /** As of the service. */
  clearAuth(): void;
}

/** A connection that waits for somebody to be signed in: with `null` for a token it is closed, and the user forgotten. */
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
  const isAuthenticated = token !== null && connection.connectionStatus.state !== "stopped";
  return { ...connection, isAuthenticated, setAuthToken, clearAuth };
}
