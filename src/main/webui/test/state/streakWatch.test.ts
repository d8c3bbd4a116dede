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
  const say = (frame: object) =>
    server.last("game").say({ type: "streak_update", streak_type: "daily", seq: 1, sent_at: "", ...frame });
  const streak = () => store.getSnapshot().streak;
  return { server, tab, say, streak, atRisk: () => store.getSnapshot().streakAtRisk };
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

  it("is at risk from the time that the service says", async () => {
    // Given
    const server = newServer();
    server.streak = 5;
    server.streakSafeUntil = inHours(3);
    server.streakLapsesAt = inHours(27);
    const tab = openTab(server);
    const store = gameStore(tab.service);
    await tab.connect();
    await pass(2 * HOUR);
    const before = store.getSnapshot().streakAtRisk;

    // When
    await pass(HOUR + MINUTE);

    // Then
    expect([before, store.getSnapshot().streakAtRisk, store.getSnapshot().streak]).toEqual([false, true, 5]);
  });

  it("is safe after work, and at risk the day after, without a question", async () => {
    // Given
    const { server, say, streak, atRisk } = await openPage();
    const before = questions(server.requests);

    // When
    say({ current_streak: 6, state: "safe_today", safe_until: inHours(10), lapses_at: inHours(34) });
    await pass(9 * HOUR);
    const safe = atRisk();
    await pass(2 * HOUR);

    // Then
    expect([safe, atRisk(), streak()]).toEqual([false, true, 6]);
    expect(questions(server.requests)).toBe(before);
  });

  it("is at risk at once after an event of yesterday", async () => {
    // Given
    const { say, atRisk } = await openPage();

    // When
    say({ current_streak: 6, state: "safe_today", safe_until: inHours(-2), lapses_at: inHours(22) });
    await pass(MINUTE);

    // Then
    expect(atRisk()).toBe(true);
  });

  it.each([0, 4])("ends by an event, whatever its length: %i", async (current_streak) => {
    // Given
    const { say, streak, atRisk } = await openPage();

    // When
    say({ current_streak, state: "lapsed" });
    await pass(MINUTE);

    // Then
    expect([streak(), atRisk()]).toEqual([0, false]);
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
