import { describe, expect, it } from "vitest";
import { gameStore } from "../../src/state/gameStore.js";
import { newServer, openTab, pass } from "../services/harness.js";

const HOUR = 3_600_000;
const MINUTE = 60_000;

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

async function openPage() {
  const server = newServer();
  server.streak = 5;
  server.streakLapsesAt = inHours(10);
  const tab = openTab(server);
  const store = gameStore(tab.service);
  await tab.connect();
  await pass(MINUTE);
  return { server, tab, streak: () => store.getSnapshot().streak };
}

const questions = (requests: readonly string[]) => requests.filter((request) => request.includes("/api/me")).length;

describe("the streak of an open page", () => {
  it("ends when the service says that it has lapsed", async () => {
    // Given
    const { server, streak } = await openPage();
    expect(streak()).toBe(5);

    // When
    server.streak = 0;
    server.streakLapsesAt = null;
    await pass(10 * HOUR + MINUTE);

    // Then
    expect(streak()).toBe(0);
  });

  it("goes on where it was continued meanwhile, and ends at its new end", async () => {
    // Given
    const { server, streak } = await openPage();

    // When
    server.streakLapsesAt = inHours(34);
    await pass(11 * HOUR);
    const continued = streak();
    server.streak = 0;
    server.streakLapsesAt = null;
    await pass(24 * HOUR);

    // Then
    expect([continued, streak()]).toEqual([5, 0]);
  });

  it("is asked for once before its end, and again only when the service was away", async () => {
    // Given
    const { server, streak } = await openPage();
    const before = questions(server.requests);

    // When
    await pass(9 * HOUR);
    const early = questions(server.requests);
    server.restDown = true;
    await pass(2 * HOUR);
    const away = streak();
    server.restDown = false;
    server.streak = 0;
    server.streakLapsesAt = null;
    await pass(2 * MINUTE);

    // Then
    expect(early).toBe(before);
    expect([away, streak()]).toEqual([5, 0]);
  });

  it("learns the end of a streak that an event tells of", async () => {
    // Given
    const { server, streak } = await openPage();

    // When
    server.streak = 6;
    server.streakLapsesAt = inHours(34);
    server.last("game").say({ type: "streak_update", current_streak: 6, streak_type: "daily", seq: 1, sent_at: "" });
    await pass(20 * HOUR);
    const continued = streak();
    server.streak = 0;
    server.streakLapsesAt = null;
    await pass(15 * HOUR);

    // Then
    expect([continued, streak()]).toEqual([6, 0]);
  });

  it("stays what another back end says, which the service does not count", async () => {
    // Given
    const { server, streak } = await openPage();

    // When
    server.last("game").say({ type: "streak_update", current_streak: 9, streak_type: "weekly", seq: 1, sent_at: "" });
    await pass(24 * HOUR);

    // Then
    expect(streak()).toBe(9);
  });

  it("is nobody's after signing out", async () => {
    // Given
    const { server, tab, streak } = await openPage();

    // When
    tab.service.clearAuth();
    const before = questions(server.requests);
    await pass(24 * HOUR);

    // Then
    expect(questions(server.requests)).toBe(before);
    expect(streak()).toBe(0);
  });
});
