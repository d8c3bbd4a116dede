export { ErrorBoundary, type ErrorBoundaryProps } from "./components/ErrorBoundary.js";
export { BadgeIcon } from "./components/features/gamification/BadgeIcon.js";
export {
  describe,
  describeInFull,
  type Message,
  signed,
  summarize,
} from "./components/features/gamification/describe.js";
export {
  NotificationToast,
  type NotificationToastProps,
  NotificationToasts,
  type NotificationToastsProps,
} from "./components/features/gamification/NotificationToast.js";
export {
  type Gamification,
  GamificationProvider,
  type GamificationProviderProps,
  useGamification,
} from "./contexts/GamificationContext.js";
export { ServiceContext, useService } from "./contexts/ServiceContext.js";
export {
  type AuthenticatedWebSocketResult,
  type GameWebSocketResult,
  type LeaderboardWebSocketResult,
  type UseLeaderboardOptions,
  type UseWebSocketOptions,
  useAuthenticatedWebSocket,
  useConnectionStatus,
  useGameState,
  useGameWebSocket,
  useLeaderboardWebSocket,
  useWebSocket,
  type WebSocketResult,
} from "./hooks/useWebSocket.js";
export type { GameNotification, GameState, Points } from "./state/gameState.js";
