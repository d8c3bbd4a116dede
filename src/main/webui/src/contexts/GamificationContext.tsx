"use client";

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
  /** Null until known. */
  readonly user: Player | null;
  readonly points: number;
  /** On the global board; null if the user is not on it. */
  readonly rank: number | null;
  /** Days. */
  readonly streak: number;
  /** Whether the streak ends today unless the user works. */
  readonly streakAtRisk: boolean;
  /** Newest first. */
  readonly achievements: readonly Achievement[];
  /** The number of unread events. */
  readonly unread: number;
  /** Newest first. */
  readonly notifications: readonly GameNotification[];
  /** Whether events arrive, by socket or by polling. */
  readonly isConnected: boolean;
  readonly connectionStatus: ConnectionStatus;
  /** Removes a notification from the list, by its id. */
  clearNotification(id: number): void;
  /** Removes all notifications from the list. */
  clearAllNotifications(): void;
  /** Marks all events as read, here and elsewhere. Resolves to whether the service could be reached. */
  markAllRead(): Promise<boolean>;
}

const GamificationContext = createContext<Gamification | null>(null);

export interface GamificationProviderProps extends ConnectOptions {
  readonly children: ReactNode;
  /** A service other than the page's shared one. */
  readonly service?: WebSocketService;
  /** How many past events to load as notifications, at most 500; none by default. */
  readonly history?: number;
}

/** Keeps both connections for the components inside. */
export function GamificationProvider({ service, ...props }: GamificationProviderProps) {
  const common = useService();
  // Only from React 19 on is a context a provider itself: React 18 takes it for a consumer, throws, and shows nothing.
  return (
    <ServiceContext.Provider value={service ?? common}>
      <Connected {...props} />
    </ServiceContext.Provider>
  );
}

function Connected({ children, history = 0, ...options }: Omit<GamificationProviderProps, "service">) {
  const service = useService();
  const game = useGameWebSocket(options);
  const { userRank } = useLeaderboardWebSocket(options);
  const { user, globalRank, lastSeq } = useGameState();
  useEffect(() => gameStore(service).wantHistory(history), [service, history]);
  const { points, streak, streakAtRisk, achievements, unread, notifications, isConnected, connectionStatus } = game;
  const { clearNotification, clearAllNotifications } = game;
  const rank = userRank === null ? globalRank : userRank.user_rank;
  const value = useMemo<Gamification>(
    () => ({
      user,
      points: points?.new_points ?? 0,
      rank,
      streak,
      streakAtRisk,
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
      streakAtRisk,
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
  return <GamificationContext.Provider value={value}>{children}</GamificationContext.Provider>;
}

/**
 * The user at a glance.
 *
 * @throws Error outside a `GamificationProvider`
 */
export function useGamification(): Gamification {
  const value = useContext(GamificationContext);
  if (value === null) {
    throw new Error("useGamification needs a <GamificationProvider> above the component that calls it.");
  }
  return value;
}
