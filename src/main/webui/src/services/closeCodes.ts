/** The close codes by which the client does something of its own; all others mean: reconnect. */
export const CloseCode = {
  /** Asked for by the client. */
  NORMAL: 1000,
  /** No close frame: the connection is gone, or never was. */
  ABNORMAL: 1006,
  /** Get a new token, then reconnect. */
  TOKEN_EXPIRED: 4401,
  /** Too many frames: reconnect, but not soon. */
  RATE_LIMITED: 4429,
} as const;

const STOP_FROM = 4450;
const STOP_TO = 4499;

/** Whether the server wants nothing more to do with this client. */
export function meansStop(code: number): boolean {
  return code >= STOP_FROM && code <= STOP_TO;
}
