import type { TokenSource } from "../core.js";
import { mintToken } from "./demo.js";

const KEY = "laurel.session";

/** The user for whom the page acts. */
export interface Session {
  /** A user of the demo, which issues their tokens on demand; undefined for a session with a token. */
  readonly demoUser: string | undefined;
  readonly token: TokenSource;
  /** The roles in the token. */
  readonly roles: readonly string[];
}

/** A session of a demo user. */
export function demoSession(user: string): Session {
  return { demoUser: user, token: () => mintToken(user), roles: [] };
}

/** A session of the token's user. */
export function tokenSession(token: string): Session {
  return { demoUser: undefined, token, roles: rolesOf(token) };
}

/** A token of the session's user. */
export async function userToken({ token }: Session): Promise<string> {
  return typeof token === "string" ? token : token("connect");
}

/** A token for what instructors do: the session's, or that of the demo's instructor. */
export async function instructorToken({ token }: Session): Promise<string> {
  return typeof token === "string" ? token : mintToken("prof", ["instructor"]);
}

/** The session of this tab before it was reloaded, or null. */
export function restoredSession(): Session | null {
  try {
    const { user, token } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as { user?: string; token?: string };
    if (user !== undefined) {
      return demoSession(user);
    }
    return token === undefined ? null : tokenSession(token);
  } catch {
    return null;
  }
}

/** Keeps a session for the life of the tab, or removes it. */
export function keepSession(session: Session | null): void {
  if (session === null) {
    sessionStorage.removeItem(KEY);
  } else {
    const token = typeof session.token === "string" ? session.token : undefined;
    sessionStorage.setItem(KEY, JSON.stringify({ user: session.demoUser, token }));
  }
}

function rolesOf(token: string): readonly string[] {
  try {
    const payload = atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    const { groups } = JSON.parse(payload) as { groups?: unknown };
    return Array.isArray(groups) ? groups.filter((group): group is string => typeof group === "string") : [];
  } catch {
    return [];
  }
}
