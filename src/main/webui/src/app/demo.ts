import { call } from "./api.js";

/** Somebody of the demo's class. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly role: "student" | "instructor";
}

/** What the demo offers to whoever comes. */
export interface Demo {
  readonly class: { readonly id: string; readonly name: string };
  /** The instructor last. */
  readonly users: readonly Person[];
}

/** The demo of the service; null where it is off. */
export async function fetchDemo(): Promise<Demo | null> {
  return call<Demo>("demo/users").catch(() => null);
}

/** A token of the demo, for anybody, with any roles. */
export async function mintToken(user: string, roles: readonly string[] = []): Promise<string> {
  return (await call<{ token: string }>("demo/tokens", { body: { user, roles } })).token;
}
