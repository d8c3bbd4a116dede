import { beforeEach, describe, expect, it, vi } from "vitest";
import { Heartbeat } from "../../src/services/heartbeat.js";

const ECHO = { type: "echo", message: "Received: ping" };

const ask = vi.fn();
const silent = vi.fn();
let heartbeat: Heartbeat;

beforeEach(() => {
  vi.useFakeTimers();
  ask.mockReset();
  silent.mockReset();
  heartbeat = new Heartbeat(ask, silent);
  heartbeat.start();
});

const asked = () => ask.mock.calls.length;

describe("a heartbeat", () => {
  it("asks after 25 s of silence, and gives up 10 s later", () => {
    vi.advanceTimersByTime(24_999);
    expect(asked()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(asked()).toBe(1);
    vi.advanceTimersByTime(9_999);
    expect(silent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(silent).toHaveBeenCalledOnce();
  });

  it("begins anew with whatever comes", () => {
    // When
    vi.advanceTimersByTime(20_000);
    heartbeat.heard();
    vi.advanceTimersByTime(24_999);

    // Then
    expect(asked()).toBe(0);
  });

  it("takes whatever comes for an answer", () => {
    // Given
    vi.advanceTimersByTime(25_000);

    // When
    heartbeat.heard();
    vi.advanceTimersByTime(24_999);

    // Then
    expect(silent).not.toHaveBeenCalled();
    expect(asked()).toBe(1);
  });

  it("waits for as long as the server says, until the next socket", () => {
    // When
    heartbeat.expect(40_000);
    vi.advanceTimersByTime(39_999);

    // Then
    expect(asked()).toBe(0);

    // When
    heartbeat.stop();
    heartbeat.start();
    vi.advanceTimersByTime(25_000);

    // Then
    expect(asked()).toBe(1);
  });

  it("in doubt asks at once, and only once, and gives up 5 s later", () => {
    // When
    heartbeat.doubt();
    vi.advanceTimersByTime(4_999);
    heartbeat.doubt();

    // Then
    expect(asked()).toBe(1);
    expect(silent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(silent).toHaveBeenCalledOnce();
  });

  it.each([ECHO, { type: "error", code: "unknown_type" }])("takes one answer for itself: $type", (answer) => {
    // Given
    const unasked = heartbeat.takes(answer);
    heartbeat.doubt();

    // When
    const other = heartbeat.takes({ type: "points_update" });
    const taken = [heartbeat.takes(answer), heartbeat.takes(answer)];

    // Then
    expect([unasked, other, ...taken]).toEqual([false, false, true, false]);
  });

  it("is still when it is stopped", () => {
    // Given
    heartbeat.doubt();

    // When
    heartbeat.stop();
    vi.advanceTimersByTime(100_000);

    // Then
    expect(asked()).toBe(1);
    expect(silent).not.toHaveBeenCalled();
    expect(heartbeat.takes(ECHO)).toBe(false);
  });
});
