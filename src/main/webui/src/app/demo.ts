import { call } from "./api.js";

/** A member of the demo's class. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly role: "student" | "instructor";
}

/** The demo's class. */
export interface Demo {
  readonly class: { readonly id: string; readonly name: string };
  /** The instructor last. */
  readonly users: readonly Person[];
}

/** The demo of the service; null if it is off. */
export async function fetchDemo(): Promise<Demo | null> {
  return call<Demo>("demo/users").catch(() => null);
}

/** Gets a token from the demo, for any user and roles. */
export async function mintToken(user: string, roles: readonly string[] = []): Promise<string> {
  return (await call<{ token: string }>("demo/tokens", { body: { user, roles } })).token;
}
