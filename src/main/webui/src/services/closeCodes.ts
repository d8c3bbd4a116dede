/** The close codes with a special reaction; after all others the client reconnects. */
export const CloseCode = {
  /** Closed by the client. */
  NORMAL: 1000,
  /** No close frame: the connection broke or never opened. */
  ABNORMAL: 1006,
  /** Get a new token, then reconnect. */
  TOKEN_EXPIRED: 4401,
  /** Too many frames: reconnect, but not soon. */
  RATE_LIMITED: 4429,
  /** The user has too many sockets: poll, and reconnect from time to time. */
  TOO_MANY_SOCKETS: 4451,
} as const;

const STOP_FROM = 4450;
const STOP_TO = 4499;

/** Whether the code forbids the client to reconnect. */
export function meansStop(code: number): boolean {
  return code >= STOP_FROM && code <= STOP_TO && code !== CloseCode.TOO_MANY_SOCKETS;
}
