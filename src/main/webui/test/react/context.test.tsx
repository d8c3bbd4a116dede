// @vitest-environment jsdom
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { ErrorBoundary } from "../../src/components/ErrorBoundary.js";
import { GamificationProvider, useGamification } from "../../src/contexts/GamificationContext.js";
import { newWorld, SIGNED_IN } from "./harness.js";

function Summary() {
  const [told, setTold] = useState("");
  const { user, points, rank, streak, achievements, unread, notifications, isConnected, markAllRead } =
    useGamification();
  return (
    <>
      <p>{`${user?.username ?? "nobody"}: ${points} points, rank ${rank}, streak ${streak}`}</p>
      <p>{`${achievements.map(({ name }) => name).join()} | ${unread} unread of ${notifications.length}`}</p>
      <p>{isConnected ? "connected" : "away"}</p>
      <button type="button" onClick={() => void markAllRead().then((told) => setTold(String(told)))}>
        read
      </button>
      <p>{told}</p>
    </>
  );
}

async function summary() {
  const world = newWorld();
  render(
    <GamificationProvider service={world.service} {...SIGNED_IN}>
      <Summary />
    </GamificationProvider>,
  );
  await screen.findByText("connected");
  return world;
}

describe("GamificationProvider", () => {
  it("gives everything in one place", async () => {
    // Given
    const { server, service } = newWorld();
    server.tell("ada", 2);
    render(
      <GamificationProvider service={service} history={10} {...SIGNED_IN}>
        <Summary />
      </GamificationProvider>,
    );
    await screen.findByText("ada: 2 points, rank 1, streak 2");
    await screen.findByText("| 2 unread of 2", { collapseWhitespace: true });

    // When
    act(() => {
      server.last("game").say({ type: "streak_update", current_streak: 3, streak_type: "daily", seq: 3, sent_at: "" });
      const achievement = { id: "x", name: "First Steps", description: "", badge_type: "points", rarity: "rare" };
      server.last("game").say({ type: "achievement_earned", achievement, points_earned: 5, seq: 4, sent_at: "" });
    });

    // Then
    await screen.findByText("ada: 2 points, rank 1, streak 3");
    await screen.findByText("First Steps | 4 unread of 4");
    fireEvent.click(screen.getByText("read"));
    await screen.findByText("First Steps | 0 unread of 4");
    await screen.findByText("true");
  });

  it("says when reading could not be told", async () => {
    // Given
    const { server } = await summary();
    act(() => server.cut());
    server.restDown = true;

    // When
    fireEvent.click(screen.getByText("read"));

    // Then
    await screen.findByText("false");
  });

  it("survives bad frames, and shows none of them", async () => {
    // Given
    const { server } = await summary();

    // When
    const bad = [
      { type: "achievement_earned", achievement: null, points_earned: 1 },
      { type: "achievement_earned", achievement: { id: 7 }, points_earned: 1 },
      { type: "points_update", new_points: "many" },
      { type: "something_new" },
    ];
    act(() => {
      for (const [i, frame] of bad.entries()) {
        server.last("game").say({ ...frame, seq: i + 1, sent_at: "" });
      }
      server.last("game").onmessage?.({ data: "{" });
      server.last("game").say({ type: "streak_update", current_streak: 9, streak_type: "daily", seq: 5, sent_at: "" });
    });

    // Then
    await screen.findByText("ada: 0 points, rank 1, streak 9");
    expect(screen.getByText("connected")).toBeDefined();
  });

  it("begins anew with another user", async () => {
    // Given
    const { server, service } = newWorld();
    server.tell("bob", 9);
    render(
      <GamificationProvider service={service} {...SIGNED_IN}>
        <Summary />
      </GamificationProvider>,
    );
    await screen.findByText(/^ada/);
    act(() => server.tell("ada"));

    // When
    act(() => service.setAuthToken("bob:1"));

    // Then
    await screen.findByText("bob: 9 points, rank 1, streak 2");
    await waitFor(() => expect(screen.getByText("| 9 unread of 0", { collapseWhitespace: true })).toBeDefined());
  });
});

describe("useGamification", () => {
  it("outside of a provider says what is missing", () => {
    // Given
    vi.spyOn(console, "error").mockImplementation(() => undefined);

    // Then
    expect(() => render(<Summary />)).toThrow("useGamification needs a <GamificationProvider>");
  });
});

describe("ErrorBoundary", () => {
  it("keeps the rest of the page", () => {
    // Given
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const told = vi.fn();
    function Broken(): never {
      throw new Error("a bug");
    }

    // When
    render(
      <>
        <p>the page</p>
        <ErrorBoundary fallback={<p>instead</p>} onError={told}>
          <Broken />
        </ErrorBoundary>
        <ErrorBoundary>
          <Broken />
        </ErrorBoundary>
      </>,
    );

    // Then
    expect(screen.getByText("the page")).toBeDefined();
    expect(screen.getByText("instead")).toBeDefined();
    expect(told).toHaveBeenCalledOnce();
  });
});
