export type * from "./protocol/frames.js";
export type * from "./protocol/rest.js";
export { backoff } from "./services/backoff.js";
export { CloseCode, meansStop } from "./services/closeCodes.js";
export type { ConnectionState } from "./services/connection.js";
export { type TokenReason, type TokenSource, UnauthorizedError } from "./services/credentials.js";
export { browserEnvironment, type Environment, type Locks, type Socket, type Storage } from "./services/environment.js";
export {
  type Cleared,
  type ConnectionStatus,
  type ConnectionType,
  type EventContext,
  isPersonal,
  type Listener,
  type ServiceEvent,
  type ServiceEvents,
  type Snapshot,
  type StatusChange,
} from "./services/events.js";
export { HttpError } from "./services/restClient.js";
export { type ConnectOptions, type Requests, WebSocketService, websocketService } from "./services/websocketService.js";
export { type Localizable, localized } from "./state/localized.js";
