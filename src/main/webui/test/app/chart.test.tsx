// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { PointsChart } from "../../src/app/PointsChart.js";
import type { PersonalFrame } from "../../src/protocol/frames.js";

afterEach(cleanup);

/** Newest first, as notifications are. */
const notifications = (...totals: number[]) =>
  totals
    .map((new_points, i) => ({
      id: i + 1,
      frame: {
        type: "points_update",
        old_points: totals[i - 1] ?? 0,
        new_points,
        points_earned: 1,
        source: "practice",
        seq: i + 1,
        sent_at: "2026-11-23T01:00:00Z",
      } satisfies PersonalFrame,
    }))
    .reverse();

describe("the chart", () => {
  it("says in words what it shows", () => {
    render(<PointsChart notifications={notifications(100, 1_250)} />);
    expect(screen.getByRole("img").getAttribute("aria-label")).toBe(
      "Your points over the last 2 changes, from 0 to 1,250",
    );
  });

  it("waits for something to draw", () => {
    render(<PointsChart notifications={[]} />);
    expect(screen.queryByRole("img")).toBeNull();
  });

  it("draws points that were taken away", () => {
    // When
    const { container } = render(<PointsChart notifications={notifications(100, 40)} />);

    // Then
    const heights = [...(container.querySelector(".chart-line")?.getAttribute("d") ?? "").matchAll(/V([\d.]+)/g)];
    expect(heights.map(([, y]) => Number(y)).at(-1)).toBeGreaterThan(Number(heights[0]?.[1]));
  });

  it("tells the points under the pointer", () => {
    // Given
    render(<PointsChart notifications={notifications(100, 200, 300)} />);
    const chart = screen.getByRole("img");
    chart.getBoundingClientRect = () => ({ left: 0, width: 300 }) as DOMRect;

    // When
    fireEvent.pointerMove(chart, { clientX: 200 });

    // Then
    expect(screen.getByText("200 points")).toBeDefined();
    fireEvent.pointerLeave(chart);
    expect(screen.getByText("last 3 changes")).toBeDefined();
  });
});
