import type { Appeal, AppealPage, ClassOfUser, LedgerPage } from "../core.js";
import { call } from "./api.js";

/** Gets a token for a request. */
export type Token = () => Promise<string>;

/** As many characters as questions and answers may have. */
export const MOST_CHARACTERS = 1_000;

const ENTRIES = 20;
const APPEALS = 500;
const QUESTIONS = 20;

/** The classes of the user, archived ones last. */
export async function fetchClasses(token: Token): Promise<readonly ClassOfUser[]> {
  const found = await call<readonly ClassOfUser[]>("api/classes?archived=true", { token: await token() });
  return [...found].sort((a, b) => Number(a.archived) - Number(b.archived));
}

/** A page of the user's ledger; of the global board without a class. */
export async function fetchLedger(token: Token, classId: string, before?: number | null): Promise<LedgerPage> {
  const query = new URLSearchParams({ limit: String(ENTRIES) });
  if (classId !== "") {
    query.set("class_id", classId);
  }
  if (before) {
    query.set("before", String(before));
  }
  return call<LedgerPage>(`api/me/ledger?${query}`, { token: await token() });
}

/** The user's last appeals, newest first. */
export async function fetchAppeals(token: Token): Promise<readonly Appeal[]> {
  return (await call<AppealPage>(`api/me/appeals?limit=${APPEALS}`, { token: await token() })).items;
}

/** Asks about an entry. */
export async function makeAppeal(token: Token, entryId: number, text: string): Promise<Appeal> {
  return call<Appeal>("api/me/appeals", { token: await token(), body: { entry_id: entryId, text: oneLine(text) } });
}

/** Withdraws an open appeal. */
export async function withdrawAppeal(token: Token, id: number): Promise<void> {
  await call<null>(`api/me/appeals/${id}`, { token: await token(), method: "DELETE" });
}

/** A page of the open appeals of a class. */
export async function fetchOpenAppeals(token: Token, classId: string, before?: number | null): Promise<AppealPage> {
  const query = new URLSearchParams({ state: "open", limit: String(QUESTIONS) });
  if (before) {
    query.set("before", String(before));
  }
  return call<AppealPage>(`api/classes/${encodeURIComponent(classId)}/appeals?${query}`, { token: await token() });
}

/** Answers an open appeal. */
export async function answerAppeal(
  token: Token,
  { class_id, id }: Appeal,
  decision: "accepted" | "declined",
  text: string,
): Promise<Appeal> {
  return call<Appeal>(`api/classes/${encodeURIComponent(class_id)}/appeals/${id}/answer`, {
    token: await token(),
    method: "PUT",
    body: { decision, text: oneLine(text) },
  });
}

/** Texts of the service have one line. */
const oneLine = (text: string): string => text.trim().replace(/\s+/g, " ");
