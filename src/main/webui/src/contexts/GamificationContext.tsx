import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { useGameState, useGameWebSocket, useLeaderboardWebSocket } from "../hooks/useWebSocket.js";
import type { Achievement, Player } from "../protocol/frames.js";
import type { ConnectionStatus } from "../services/events.js";
import type { ConnectOptions, WebSocketService } from "../services/websocketService.js";
import type { GameNotification } from "../state/gameState.js";
import { gameStore } from "../state/gameStore.js";
import { ServiceContext, useService } from "./ServiceContext.js";

/** The user at a glance, live. */
export interface Gamification {
  /** Null before anything is known. */
  readonly user: Player | null;
  readonly points: number;
  /** On the global board; null for one who is not on it. */
  readonly rank: number | null;
  /** Days. */
  readonly streak: number;
  /** Newest first. */
  readonly achievements: readonly Achievement[];
  /** How many events have not been read. */
  readonly unread: number;
  /** Newest first. */
  readonly notifications: readonly GameNotification[];
  /** Whether events come in, over a socket or by polling. */
  readonly isConnected: boolean;
  readonly connectionStatus: ConnectionStatus;
  /** Takes a notification off the list, by its id. */
  clearNotification(id: number): void;
  /** Takes all of them off the list. */
  clearAllNotifications(): void;
  /** Marks everything that has arrived as read, here and elsewhere. Resolves to whether that could be told. */
  markAllRead(): Promise<boolean>;
}

const GamificationContext = createContext<Gamification | null>(null);

export interface GamificationProviderProps extends ConnectOptions {
  readonly children: ReactNode;
  /** Another service than the page's common one. */
  readonly service?: WebSocketService;
  /** How many events of the past are wanted among the notifications, 500 at most; none unless given. */
  readonly history?: number;
}

/** Keeps both connections for everything below it. */
export function GamificationProvider({ service, ...props }: GamificationProviderProps) {
  const common = useService();
  return (
    <ServiceContext value={service ?? common}>
      <Connected {...props} />
    </ServiceContext>
  );
}

function Connected({ children, history = 0, ...options }: Omit<GamificationProviderProps, "service">) {
  const service = useService();
  const game = useGameWebSocket(options);
  const { userRank } = useLeaderboardWebSocket(options);
  const { user, globalRank, lastSeq } = useGameState();
  useEffect(() => gameStore(service).wantHistory(history), [service, history]);
  const { points, streak, achievements, unread, notifications, isConnected, connectionStatus } = game;
  const { clearNotification, clearAllNotifications } = game;
  const rank = userRank === null ? globalRank : userRank.user_rank;
  const value = useMemo<Gamification>(
    () => ({
      user,
      points: points?.new_points ?? 0,
      rank,
      streak,
      achievements,
      unread,
      notifications,
      isConnected,
      connectionStatus,
      clearNotification,
      clearAllNotifications,
      markAllRead: () =>
        service.markRead(lastSeq).then(
          () => true,
          () => false,
        ),
    }),
    [
      service,
      user,
      points,
      rank,
      streak,
      achievements,
      unread,
      notifications,
      isConnected,
      connectionStatus,
      clearNotification,
      clearAllNotifications,
      lastSeq,
    ],
  );
  return <GamificationContext value={value}>{children}</GamificationContext>;
}

/**
 * The user at a glance.
 *
 * @throws Error outside of a `GamificationProvider`
 */
export function useGamification(): Gamification {
  const value = useContext(GamificationContext);
  if (value === null) {
    throw new Error("useGamification needs a <GamificationProvider> above the component that calls it.");
  }
  return value;
}
