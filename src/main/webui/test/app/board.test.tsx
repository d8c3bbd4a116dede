// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Board, PAGE_SIZE } from "../../src/app/Board.js";
import type { Demo } from "../../src/app/demo.js";
import { GamificationProvider } from "../../src/contexts/GamificationContext.js";
import { newWorld, SIGNED_IN } from "../react/harness.js";

vi.hoisted(() => {
  // The environment has no media queries, which a module asks when it is loaded.
  globalThis.matchMedia = () => ({ matches: true }) as MediaQueryList;
});

const ada = { id: "ada", username: "ada" };

/** The page's board of a class, of which nothing but this is shown. */
async function openClassBoard(withheld: "too_few" | "distribution"): Promise<void> {
  const world = newWorld();
  world.server.withheld = withheld;
  render(
    <GamificationProvider service={world.service} {...SIGNED_IN}>
      <Board demo={{ class: { id: "cs101", name: "CS 101" } } as unknown as Demo} user={ada} />
    </GamificationProvider>,
  );
  fireEvent.click(await screen.findByRole("tab", { name: "CS 101" }));
}

it("shows the distribution of a class that shows no ranks, with the own band", async () => {
  // When
  await openClassBoard("distribution");

  // Then
  const row = (await screen.findByText("from 0 to below 50")).closest("tr");
  expect(row?.textContent).toContain("you");
  expect(row?.textContent).toContain("3");
});

it("says that a board of too few is shown later", async () => {
  // When
  await openClassBoard("too_few");

  // Then
  await screen.findByText("This board is shown once more students are on it.");
  expect(screen.queryByText("Nobody is on this board yet.")).toBeNull();
});

it("offers the boards of the user's classes", async () => {
  // Given
  const world = newWorld();
  world.server.classes = [{ id: "cs101", name: "CS 101" }];

  // When
  render(
    <GamificationProvider service={world.service} {...SIGNED_IN}>
      <Board demo={null} user={ada} />
    </GamificationProvider>,
  );
  fireEvent.click(await screen.findByRole("tab", { name: "CS 101" }));

  // Then
  await waitFor(() => {
    const asked = world.server.last("leaderboard").sent.filter(({ class_id }) => class_id === "cs101");
    expect(asked.map(({ type }) => type)).toEqual(["request_leaderboard", "request_user_rank"]);
  });
});

it("finds a user whose rank many share, who is pages behind the first of them", async () => {
  // Given
  const world = newWorld();
  world.server.boardPosition = 25;
  render(
    <GamificationProvider service={world.service} {...SIGNED_IN}>
      <Board demo={null} user={ada} />
    </GamificationProvider>,
  );

  // When
  fireEvent.click(await screen.findByRole("button", { name: "Find me" }));

  // Then
  const third = { type: "request_leaderboard", leaderboard_type: "global", page: 3, page_size: PAGE_SIZE };
  await waitFor(() => expect(world.server.last("leaderboard").sent).toContainEqual(third));
});
