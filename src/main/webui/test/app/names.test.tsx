// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { initial } from "../../src/app/Avatar.js";
import { BoardTable } from "../../src/app/BoardTable.js";
import type { BoardPage } from "../../src/core.js";

vi.hoisted(() => {
  // The environment has no media queries, which a module asks when it is loaded.
  globalThis.matchMedia = () => ({ matches: true }) as MediaQueryList;
});

test.each([
  ["ada", "A"],
  ["  ada", "A"],
  ["👩🏽‍🚀 Mae", "👩🏽‍🚀"],
  ["🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ailsa", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
  ["e\u0301lodie", "E\u0301"],
  ["नि", "नि"],
  ["ליאת", "ל"],
  ["", "?"],
])("the initial of %s is a whole character", (name, expected) => {
  expect(initial(name)).toBe(expected);
});

test("without a segmenter the initial is a whole code point", () => {
  vi.stubGlobal("Intl", {});
  expect(initial("😀 Bob")).toBe("😀");
  vi.unstubAllGlobals();
});

test("a name has a direction of its own in the row", () => {
  const user = { id: "l", username: "ליאת (2)" };
  const page: BoardPage = {
    entries: [{ rank: 1, tied: false, user, total_points: 10, completed_problems: 1 }],
    pagination: { page: 1, page_size: 10, total_count: 1, total_pages: 1, has_next: false, has_previous: false },
    version: 1,
  };
  render(<BoardTable data={page} own={null} user={user} />);
  expect(screen.getByText(user.username).getAttribute("dir")).toBe("auto");
});
