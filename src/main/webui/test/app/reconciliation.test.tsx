// @vitest-environment jsdom
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Comparison, type Explanation, inWords, type ReconciliationPage } from "../../src/app/comparison.js";
import { Dashboard } from "../../src/app/Dashboard.js";
import { tokenSession } from "../../src/app/session.js";
import { GamificationProvider } from "../../src/contexts/GamificationContext.js";
import { newWorld, SIGNED_IN, type World } from "../react/harness.js";

// The environment has none, and the page asks for it when it is loaded.
vi.hoisted(() => {
  globalThis.matchMedia ??= () => ({ matches: true }) as MediaQueryList;
});

const side = (points: number) => ({
  points,
  completions: 3,
  streak: { current: 2, longest: 4 },
  achievements: ["first-steps"],
  rank: 1,
});

const student = (id: string, reported: number, computed: number, explanations: Explanation[] = []): Comparison => ({
  user: { id, username: `Name of ${id}` },
  equal: reported === computed,
  reported: side(reported),
  computed: side(computed),
  explanations,
});

const SUMMED: Explanation = { code: "attempts_summed", points: 12.5 };

let students: Comparison[];
let asked: string[];
let refusal: object | null;
let pending: number;
let world: World;

/** Answers pages of two students. */
const answer = async (input: RequestInfo | URL): Promise<Response> => {
  const [path = "", text] = String(input).split("?");
  const query = new URLSearchParams(text);
  if (path === "api/classes/cs%20101/authority") {
    return json({ mode: "shadow" });
  }
  if (path === "api/classes") {
    return json([{ id: "cs 101", name: "CS 101", role: "instructor", archived: false }]);
  }
  if (path !== "api/classes/cs%20101/reconciliation") {
    return json(path.endsWith("/appeals") ? { items: [], next: null } : []);
  }
  asked.push(String(text));
  if (refusal !== null) {
    return json(refusal, 409);
  }
  const equal = students.filter((one) => one.equal).length;
  const found = students
    .filter((one) => query.get("different") !== "true" || !one.equal)
    .filter(({ user }) => user.id > (query.get("after") ?? ""));
  const page: ReconciliationPage = {
    computed_at: "2026-11-23T07:48:49.977Z",
    summary: {
      students: students.length,
      equal,
      different: students.length - equal,
      pending,
      zero: equal === students.length && pending === 0,
    },
    students: found.slice(0, 2),
    next: found.length > 2 ? (found[1]?.user.id ?? null) : null,
  };
  return json(page);
};

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(() => {
  students = [student("ada", 10, 10), student("bob", 72.5, 60, [SUMMED]), student("cleo", 5, 5)];
  asked = [];
  refusal = null;
  pending = 0;
  world = newWorld();
  vi.stubGlobal("fetch", answer);
  location.hash = "#/teach/cs%20101/reconciliation";
});

afterEach(() => {
  location.hash = "";
});

/** A token of an instructor, as far as the page reads it. */
const session = tokenSession(`x.${btoa(JSON.stringify({ groups: ["instructor"] }))}.x`);

async function open(): Promise<void> {
  render(
    <GamificationProvider service={world.service} {...SIGNED_IN}>
      <Dashboard demo={null} session={session} onSignOut={() => undefined} focusTarget={{ current: null }} />
    </GamificationProvider>,
  );
  await screen.findByRole("heading", { name: /Laurel and the other system/ });
}

const row = (id: string) => within(screen.getByText(`Name of ${id}`).closest("tr") as HTMLElement);

describe("the comparison with another system", () => {
  it("says what both have, and what explains the difference", async () => {
    // When
    await open();

    // Then
    await screen.findByText("Laurel and the other system differ on 1 of 3 students.");
    row("ada").getByText("Equal");
    row("bob").getByText("60");
    row("bob").getByText("72.5");
    row("bob").getByText("The other system adds up all attempts: 12.5 points more.");
  });

  it("says in a sentence that both agree", async () => {
    // Given
    students = students.filter(({ equal }) => equal);

    // When
    await open();

    // Then
    await screen.findByText("Laurel and the other system agree on all 2 students.");
  });

  it("says that Laurel is not done while it computes", async () => {
    // Given
    students = students.filter(({ equal }) => equal);
    pending = 1;

    // When
    await open();

    // Then
    await screen.findByText("Laurel is still computing the numbers of 1 student.");
  });

  it("shows only students who differ when asked", async () => {
    // Given
    await open();
    await screen.findByText("Name of ada");

    // When
    fireEvent.click(screen.getByLabelText("Only students who differ"));

    // Then
    await vi.waitFor(() => expect(screen.queryByText("Name of ada")).toBeNull());
    screen.getByText("Name of bob");
    expect(asked.at(-1)).toContain("different=true");
  });

  it("loads more below", async () => {
    // Given
    await open();
    await screen.findByText("Name of bob");
    expect(screen.queryByText("Name of cleo")).toBeNull();

    // When
    fireEvent.click(screen.getByRole("button", { name: "Load more" }));

    // Then
    await screen.findByText("Name of cleo");
    screen.getByText("Name of ada");
    expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  });

  it("says why there is nothing to compare", async () => {
    // Given
    refusal = { detail: "Switch the class to shadow." };

    // When
    await open();

    // Then
    await screen.findByText("Switch the class to shadow.");
  });

  it("is reached from the questions of a class in shadow, and leads back", async () => {
    // Given
    await open();

    // When
    act(() => {
      location.hash = "#/";
      dispatchEvent(new HashChangeEvent("hashchange"));
    });

    // Then
    const link = await screen.findByText("Compare with the other system", {}, { timeout: 10_000 });
    expect(link.getAttribute("href")).toBe("#/teach/cs%20101/reconciliation");
    expect(link.textContent).toBe("Compare with the other system in CS 101");
    expect(screen.queryByRole("heading", { name: /Laurel and the other system/ })).toBeNull();
  });

  it("has no finding of axe", async () => {
    // Given
    await open();
    await screen.findByText("Name of bob");

    // Then
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map(({ id }) => id)).toEqual([]);
  });
});

describe("an explanation", () => {
  it("is said in words", () => {
    expect(inWords({ code: "results_missing", count: 1 })).toBe(
      "The other system has 1 completion more: Laurel lacks results.",
    );
    expect(inWords({ code: "achievements_missing", achievements: ["a", "b"] })).toBe("Laurel has not awarded: a, b.");
    expect(inWords({ code: "unexplained", field: "points", points: -3 })).toBe(
      "Not explained: 3 points fewer in the other system.",
    );
    expect(inWords({ code: "unexplained", field: "streak" })).toBe("Not explained: the streak.");
  });

  it("that the page does not know yet is shown by its code", () => {
    expect(inWords({ code: "moon_phase" })).toBe("moon phase");
  });
});
