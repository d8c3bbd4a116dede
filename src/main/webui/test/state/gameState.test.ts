import { describe, expect, it } from "vitest";
import type { PersonalFrame } from "../../src/protocol/frames.js";
import { NOBODY, withFrame, withHistory, withRead, withSnapshot } from "../../src/state/gameState.js";

const me = {
  user: { id: "ada", username: "ada" },
  total_points: 100,
  global_rank: 2,
  current_streak: 3,
  streak_lapses_at: null,
  achievements: [],
  unread: 2,
  last_seq: 10,
};

const frame = (seq: number, fields: object): PersonalFrame => ({ seq, sent_at: "", ...fields }) as PersonalFrame;
const points = (seq: number, new_points: number) =>
  frame(seq, { type: "points_update", old_points: 0, new_points, points_earned: 1, source: "practice" });

describe("the state of a user", () => {
  it("does not go back to what a snapshot has left behind", () => {
    // Given
    const state = withSnapshot(NOBODY, me);

    // When
    const replayed = withFrame(state, points(9, 50));
    const live = withFrame(replayed, points(11, 130));

    // Then
    expect([replayed.points?.new_points, live.points?.new_points]).toEqual([100, 130]);
    expect(live.notifications.map(({ id }) => id)).toEqual([11, 9]);
  });

  it("counts as unread what came after the number was told, and nothing before it", () => {
    // Given
    const state = withRead(withSnapshot(NOBODY, me), 4, 8, 12);

    // When
    const after = [11, 12, 13, 14].map((last) =>
      [11, 12, 13, 14].filter((seq) => seq <= last).reduce((known, seq) => withFrame(known, points(seq, 1)), state),
    );

    // Then
    expect(after.map(({ unread }) => unread)).toEqual([4, 4, 5, 6]);
  });

  it("keeps a number that is older than what has come since", () => {
    // Given
    const state = withFrame(withSnapshot(NOBODY, me), points(11, 1));

    // When
    const read = withRead(state, 0, 10, 10);

    // Then
    expect([read.unread, read.lastSeq]).toEqual([1, 11]);
  });

  it("lists an achievement once, the newest first", () => {
    // Given
    const earned = (seq: number, id: string) =>
      frame(seq, { type: "achievement_earned", points_earned: 0, achievement: { id, name: id } });

    // When
    const state = [earned(11, "a"), earned(12, "b"), earned(13, "a")].reduce(withFrame, withSnapshot(NOBODY, me));

    // Then
    expect(state.achievements.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("knows the level that was reached, and keeps those of other classes", () => {
    // Given
    const [bronze, silver, gold] = ["Bronze", "Silver", "Gold"].map((name, i) => ({ name, points: 100 * i }));
    const levels = [null, "cs101"].map((class_id) => ({ class_id, level: bronze ?? null, next: silver ?? null }));
    const state = withSnapshot(NOBODY, { ...me, levels });

    // When
    const after = withFrame(state, frame(11, { type: "level_up", level: silver, next: gold, class_id: null }));

    // Then
    expect(after.levels).toEqual([
      { class_id: "cs101", level: bronze, next: silver },
      { class_id: null, level: silver, next: gold },
    ]);
  });

  it("no longer lists an achievement that was revoked", () => {
    // Given
    const frames = ["a", "b"].map((id, i) =>
      frame(11 + i, { type: "achievement_earned", points_earned: 0, achievement: { id, name: id } }),
    );
    const state = frames.reduce(withFrame, withSnapshot(NOBODY, me));

    // When
    const after = withFrame(
      state,
      frame(13, { type: "achievement_revoked", points_lost: 0, reason: "", achievement: { id: "a", name: "a" } }),
    );

    // Then
    expect(after.achievements.map(({ id }) => id)).toEqual(["b"]);
  });

  it("merges history with what has come already, and keeps five hundred", () => {
    // Given
    const state = withFrame(withSnapshot(NOBODY, { ...me, last_seq: 700 }), points(701, 1));

    // When
    const merged = withHistory(
      state,
      Array.from({ length: 701 }, (_, i) => points(i + 1, 1)),
    );

    // Then
    expect(merged.notifications).toHaveLength(500);
    expect(merged.notifications[0]?.id).toBe(701);
    expect(new Set(merged.notifications.map(({ id }) => id)).size).toBe(500);
  });

  it("forgets the notifications of another user", () => {
    // Given
    const state = withFrame(withSnapshot(NOBODY, me), points(11, 1));

    // When
    const same = withSnapshot(state, me);
    const other = withSnapshot(state, { ...me, user: { id: "bob", username: "bob" } });

    // Then
    expect([same.notifications.length, other.notifications.length]).toEqual([1, 0]);
  });
});
