// @vitest-environment jsdom
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { Inbox } from "../../src/app/Inbox.js";
import { GamificationProvider } from "../../src/contexts/GamificationContext.js";
import { newWorld, SIGNED_IN, type World } from "../react/harness.js";

/** What one solved exercise brings. */
const SOLVED: readonly object[] = [
  { type: "practice_completed", question_title: "Array Basics", points_earned: 100, attempt_number: 1 },
  { type: "points_update", old_points: 0, new_points: 100, points_earned: 100, source: "practice" },
  {
    type: "achievement_earned",
    achievement: { id: "a", name: "First Steps", description: "", badge_type: "points", rarity: "rare" },
    points_earned: 10,
  },
  { type: "points_update", old_points: 100, new_points: 110, points_earned: 10, source: "achievement" },
  { type: "streak_update", current_streak: 1, streak_type: "daily" },
];

const NOW = new Date().toISOString();

let world: World;

beforeEach(() => {
  // The environment has no dialogs.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  world = newWorld();
});

async function open(history: number): Promise<void> {
  render(
    <GamificationProvider service={world.service} history={history} {...SIGNED_IN}>
      <Inbox />
    </GamificationProvider>,
  );
  await waitFor(() => expect(world.service.getConnectionStatus("game").state).toBe("open"));
}

const unreadLines = () => document.querySelectorAll("#inbox li.new").length;

describe("the inbox", () => {
  it("has a line for every unread event that the bell counts", async () => {
    // Given
    await open(10);

    // When
    act(() => {
      for (const [i, frame] of SOLVED.entries()) {
        world.server.last("game").say({ ...frame, seq: i + 1, sent_at: NOW });
      }
    });
    fireEvent.click(screen.getByRole("button", { name: /Inbox/ }));

    // Then
    await screen.findByText("5", { selector: ".unread" });
    expect(unreadLines()).toBe(5);
    screen.getByText("110 points in all");
  });

  it("loads all unread events, though the page wanted a shorter history", async () => {
    // Given
    world.server.tell("ada", 12);

    // When
    await open(3);
    fireEvent.click(screen.getByRole("button", { name: /Inbox/ }));

    // Then
    await screen.findByText("12", { selector: ".unread" });
    await waitFor(() => expect(document.querySelectorAll("#inbox li").length).toBe(12));
  });

  it("shows a score with two decimals at most", async () => {
    // Given
    await open(1);

    // When
    const graded = { type: "assignment_submitted", assignment_title: "Sorting", points_earned: 67, score: 200 / 3 };
    act(() => world.server.last("game").say({ ...graded, seq: 1, sent_at: NOW }));
    fireEvent.click(screen.getByRole("button", { name: /Inbox/ }));

    // Then
    await screen.findByText("Graded: 66.67");
  });
});
