// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Store } from "../../src/state/store.js";

beforeEach(() => {
  vi.useFakeTimers();
});

describe("a store", () => {
  it("shows many changes with one frame of the screen", () => {
    // Given
    const store = new Store(0);
    const told = vi.fn();
    store.subscribe(told);

    // When
    for (let i = 0; i < 200; i++) {
      store.update((value) => value + 1);
    }
    const before = store.getSnapshot();
    vi.advanceTimersByTime(20);

    // Then
    expect([before, store.getSnapshot()]).toEqual([0, 200]);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("shows no more changes in a second than it is allowed to", () => {
    // Given
    const store = new Store(0, 100);
    const told = vi.fn();
    store.subscribe(told);

    // When
    for (let i = 0; i < 200; i++) {
      store.update((value) => value + 1);
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(200);

    // Then
    expect(told.mock.calls.length).toBeLessThanOrEqual(11);
    expect(told.mock.calls.length).toBeGreaterThan(5);
    expect(store.getSnapshot()).toBe(200);
  });

  it("tells nobody of a change that is none, nor those who left", () => {
    // Given
    const store = new Store(0);
    const told = vi.fn();
    const leave = store.subscribe(told);

    // When
    store.update((value) => value);
    vi.advanceTimersByTime(100);
    leave();
    store.update(() => 1);
    vi.advanceTimersByTime(100);

    // Then
    expect(told).not.toHaveBeenCalled();
  });

  it("of a hidden page does not wait for frames that never come", () => {
    // Given
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const frames = vi.spyOn(globalThis, "requestAnimationFrame");
    const store = new Store(0);

    // When
    store.update(() => 1);
    vi.advanceTimersByTime(1);

    // Then
    expect(store.getSnapshot()).toBe(1);
    expect(frames).not.toHaveBeenCalled();
  });
});
