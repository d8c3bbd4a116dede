// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { toast } from "sonner";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signed, summarize, describe as tell } from "../../src/components/features/gamification/describe.js";
import { NotificationToasts } from "../../src/components/features/gamification/NotificationToast.js";
import { useGameWebSocket } from "../../src/hooks/useWebSocket.js";
import type { PersonalFrame } from "../../src/protocol/frames.js";
import { newWorld, SIGNED_IN, type World } from "./harness.js";

let world: World;

beforeEach(() => {
  world = newWorld();
});

afterEach(() => {
  toast.dismiss();
});

function Page() {
  const { isConnected } = useGameWebSocket(SIGNED_IN);
  return (
    <>
      <p>{isConnected ? "connected" : "away"}</p>
      <NotificationToasts />
    </>
  );
}

const solved = (title: string): Partial<PersonalFrame> => ({
  type: "practice_completed",
  question_title: title,
  points_earned: 20,
  attempt_number: 1,
});

/** Happens to the user: into the log, and to the open socket. */
function happen(...frames: Partial<PersonalFrame>[]): void {
  for (const frame of frames) {
    const { log } = world.server.user("ada");
    const whole = { ...frame, seq: log.length + 1, sent_at: "2026-11-23T01:00:00Z" } as PersonalFrame;
    log.push(whole);
    for (const socket of world.server.live("game")) {
      socket.say(whole);
    }
  }
}

function setHidden(hidden: boolean): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(hidden ? "hidden" : "visible");
  world.server.setHidden(hidden);
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("a toast", () => {
  it("shows what happens, read out politely", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");

    // When
    act(() => happen(solved("Array Basics")));

    // Then
    const title = await screen.findByText("Array Basics");
    expect(title.closest("[aria-live=polite]")).not.toBeNull();
    expect(screen.getByText("Solved at the first attempt")).toBeDefined();
    expect(screen.getByText("+20")).toBeDefined();
  });

  it("shows rarity", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");
    const achievement = {
      id: "owl",
      name: "Night Owl",
      description: "Hand in after midnight",
      badge_type: "unheard-of",
      rarity: "epic",
      earned_at: "",
    } as const;

    // When
    act(() => happen({ type: "achievement_earned", achievement, points_earned: 0 }));

    // Then
    const title = await screen.findByText("Night Owl");
    expect(title.closest("[data-rarity=epic]")).not.toBeNull();
    expect(screen.getByText("epic achievement")).toBeDefined();
  });

  it("can be sent away", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");
    act(() => happen(solved("Heaps")));

    // When
    fireEvent.click(await screen.findByRole("button", { name: "Dismiss: Heaps" }));

    // Then
    await waitFor(() => expect(screen.queryByText("Heaps")).toBeNull());
  });

  it("does not repeat what another one says, nor fail at what is malformed", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");

    // When
    act(() =>
      happen(
        { type: "points_update", old_points: 0, new_points: 1, points_earned: 1, source: "practice" },
        { type: "achievement_earned" },
        solved("Trees"),
      ),
    );

    // Then
    await screen.findByText("Trees");
    expect(screen.getAllByRole("button", { name: /Dismiss/ })).toHaveLength(1);
  });

  it("is shown by one of two tabs", async () => {
    // Given
    const other = newWorld();
    world.render(<Page />);
    await screen.findByText("connected");
    world.server.store.set("laurel.shown.ada", "1");

    // When
    act(() => happen(solved("Seen elsewhere"), solved("Sorting")));

    // Then
    await screen.findByText("Sorting");
    expect(screen.queryByText("Seen elsewhere")).toBeNull();
    expect(other.server.sockets).toEqual([]);
  });
});

describe("what was missed", () => {
  it("comes as one summary", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");
    act(() => world.server.cut());

    // When
    act(() => happen(...Array.from({ length: 6 }, (_, i) => solved(`Problem ${i}`))));

    // Then
    await screen.findByText("While you were away");
    expect(screen.getByText("6 other events")).toBeDefined();
    expect(screen.getByText("+120")).toBeDefined();
    expect(screen.queryByText("Problem 0")).toBeNull();
  });

  it("is told one by one when it is little", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");
    act(() => world.server.cut());

    // When
    act(() => happen(solved("One"), solved("Two")));

    // Then
    await screen.findByText("One");
    expect(screen.getByText("Two")).toBeDefined();
  });

  it("waits for a hidden page to be seen", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");
    setHidden(true);
    act(() => happen(...Array.from({ length: 5 }, (_, i) => solved(`Hidden ${i}`))));
    expect(screen.queryByText("While you were away")).toBeNull();

    // When
    act(() => setHidden(false));

    // Then
    await screen.findByText("While you were away");
  });

  it("that breaks off is told as far as it came", async () => {
    // Given
    world.render(<Page />);
    await screen.findByText("connected");
    const from = { from: 0, last_seq: 9, heartbeat_s: 25 };
    act(() => world.server.last("game").say({ type: "resumed", recovered: true, ...from }));

    // When
    act(() => happen(solved("Cut short")));

    // Then
    await screen.findByText("Cut short");
  });
});

describe("words", () => {
  const frame = (fields: object) => ({ seq: 1, sent_at: "", ...fields }) as PersonalFrame;

  it.each([
    [
      { type: "practice_completed", question_title: "T", points_earned: 1, attempt_number: 3 },
      "T: Solved at attempt 3",
    ],
    [{ type: "assignment_submitted", assignment_title: "A", points_earned: 1, score: 92.5 }, "A: Graded: 92.5"],
    [{ type: "assignment_submitted", assignment_title: "A", points_earned: 1 }, "A: Graded"],
    [{ type: "streak_update", current_streak: 0 }, "Your streak has ended: The next one begins with the next problem"],
    [{ type: "streak_update", current_streak: 1 }, "A new streak: Solve another problem tomorrow"],
    [{ type: "streak_update", current_streak: 5 }, "5 days in a row: Keep it going tomorrow"],
    [{ type: "streak_update", current_streak: 5, state: "at_risk" }, "5 days in a row: Keep it going today"],
    [
      { type: "streak_update", current_streak: 1, state: "lapsed" },
      "1 day in a row: In the past; it counts for achievements",
    ],
    [{ type: "points_update", points_earned: -5, source: "practice" }, "Your points were corrected: From practice"],
    [{ type: "points_update", points_earned: 5, source: "bonus" }, "Points for you: From bonus"],
    [{ type: "appeal_made", appeal_id: 1, class_id: "c", class_name: "CS" }, "A question about points: In CS"],
    [
      { type: "appeal_answered", appeal_id: 1, title: "T", decision: "declined", text: "No." },
      "Your question about T was declined: No.",
    ],
    [
      {
        type: "assignment_submitted",
        assignment_title: "A",
        points_earned: 1,
        score: 18.5,
        percent: 92.5,
        regraded: true,
      },
      "A: Graded again: 18.5 (92.5 %)",
    ],
    [{ type: "announcement", title: "Exam", text: "On Monday" }, "Exam: On Monday"],
    [
      { type: "rank_change", old_rank: 5, new_rank: 3, leaderboard_type: "class", class_id: "cs101" },
      "You are number 3: On the board of cs101, before number 5",
    ],
    [
      { type: "rank_change", old_rank: null, new_rank: 3, leaderboard_type: "global", class_id: null },
      "You are number 3: On the board of everybody",
    ],
    [
      { type: "rank_change", old_rank: 5, new_rank: null, leaderboard_type: "global", class_id: null },
      "You are no longer ranked: On the board of everybody, before number 5",
    ],
    [
      { type: "points_update", points_earned: -5, source: "rules" },
      "Your points were counted anew: The rules of a class have changed",
    ],
  ])("for %o", (fields, expected) => {
    const message = tell(frame(fields));
    expect(`${message?.title}: ${message?.text}`).toBe(expected);
  });

  it("are missing for what is not known", () => {
    expect(tell(frame({ type: "something_new" }))).toBeNull();
  });

  it("sum up", () => {
    const event = { icon: "", title: "", text: "", points: 5 };
    const texts = [
      [event],
      [{ ...event, rarity: "rare" as const }],
      [event, event, { ...event, rarity: "rare" as const }, { ...event, rarity: "epic" as const }],
    ].map((messages) => summarize(messages).text);
    expect(texts).toEqual(["1 other event", "1 achievement", "2 achievements and 2 other events"]);
  });

  it("have a sign before points", () => {
    expect([signed(1_234), signed(0), signed(-5)]).toEqual(["+1,234", "+0", "−5"]);
    expect([signed(0.1 + 0.2), signed(-12.25)]).toEqual(["+0.3", "−12.25"]);
  });
});
