// @vitest-environment jsdom
import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Ledger } from "../../src/app/Ledger.js";
import { Questions } from "../../src/app/Questions.js";
import { type Session, tokenSession } from "../../src/app/session.js";
import { GamificationProvider } from "../../src/contexts/GamificationContext.js";
import type { Appeal, LedgerEntry } from "../../src/core.js";
import { newWorld, SIGNED_IN, type World } from "../react/harness.js";

const AT = "2026-11-23T07:48:49.977Z";

const entry = (id: number, change: number, fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id,
  at: AT,
  submitted_at: AT,
  class_id: "cs101",
  cause: "result",
  source: "gradebot",
  submission_id: `s-${id}`,
  revision: 1,
  achievement_id: null,
  title: `Problem ${id}`,
  rules_version: 1,
  change,
  before: 10,
  after: 10 + change,
  ...fields,
});

const appeal = (fields: Partial<Appeal> = {}): Appeal => ({
  id: 7,
  class_id: "cs101",
  entry: entry(3, 30),
  text: "Test 3 passed.",
  state: "open",
  made_at: AT,
  answer: null,
  ...fields,
});

/** A service that answers from these, and remembers what it was asked to change. */
class Backend {
  classes: object[] = [{ id: "cs101", name: "CS 101", role: "student", archived: false }];
  ledger: LedgerEntry[] = [entry(3, 30), entry(2, -5, { cause: "adjustment", title: "Late" }), entry(1, 12.5)];
  appeals: Appeal[] = [];
  readonly changes: { method: string; path: string; body: unknown }[] = [];
  refusal: object | null = null;

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const [path = "", query] = String(input).split("?");
    const { method = "GET" } = init;
    if (method !== "GET") {
      const body: unknown = init.body ? JSON.parse(String(init.body)) : undefined;
      this.changes.push({ method, path, body });
      return this.refusal === null ? this.change(method, body as Record<string, unknown>) : json(this.refusal, 409);
    }
    return json(this.read(path, new URLSearchParams(query)));
  };

  private read(path: string, query: URLSearchParams): object {
    if (path === "api/classes") {
      return this.classes;
    }
    if (path === "api/me/ledger") {
      const items = this.ledger.filter(({ id }) => id < Number(query.get("before") ?? Number.MAX_SAFE_INTEGER));
      const isPart = items.length > 2;
      return { total_points: 37.5, items: items.slice(0, 2), next: isPart ? (items[1]?.id ?? null) : null };
    }
    const open = query.get("state") === "open";
    return { items: this.appeals.filter(({ state }) => !open || state === "open"), next: null };
  }

  private change(method: string, body: Record<string, unknown>): Response {
    if (method === "DELETE") {
      return new Response(null, { status: 204 });
    }
    if (method === "PUT") {
      return json(appeal({ state: body.decision as Appeal["state"], answer: null }));
    }
    return json(appeal({ entry: this.ledger[0] as LedgerEntry, text: String(body.text) }), 201);
  }
}

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });

const session: Session = tokenSession("ada:1");
let world: World;
let backend: Backend;

beforeEach(() => {
  // The environment has no dialogs.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  world = newWorld();
  backend = new Backend();
  vi.stubGlobal("fetch", backend.fetch);
});

function show(part: React.ReactNode) {
  return render(
    <GamificationProvider service={world.service} {...SIGNED_IN}>
      {part}
    </GamificationProvider>,
  );
}

async function openLedger(): Promise<void> {
  show(<Ledger session={session} />);
  fireEvent.click(screen.getByRole("button", { name: "Why these points?" }));
  await screen.findByText("Problem 3");
}

const item = (title: string) => within(screen.getByText(title).closest("li") as HTMLElement);

async function say(frame: object): Promise<void> {
  await waitFor(() => expect(world.service.getConnectionStatus("game").state).toBe("open"));
  act(() => world.server.last("game").say({ ...frame, seq: 1, sent_at: AT }));
}

const POINTS = { type: "points_update", old_points: 1, new_points: 2, points_earned: 1, source: "practice" };

/** Without what only a browser that draws can tell. */
async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return found.violations.map(({ id }) => id);
}

describe("the ledger", () => {
  it("says what caused each change, with the points before and after", async () => {
    // When
    await openLedger();

    // Then
    const first = item("Problem 3");
    first.getByText(/Graded/);
    first.getByText("gradebot");
    first.getByText("+30");
    expect(screen.getByText("Problem 3").closest("li")?.textContent).toContain("from 10 →to 40");
    item("Late").getByText("−5");
    item("Late").getByText(/Corrected by hand/);
    screen.getByText("37.5");
  });

  it("loads more below", async () => {
    // Given
    await openLedger();
    expect(screen.queryByText("Problem 1")).toBeNull();

    // When
    fireEvent.click(screen.getByRole("button", { name: "Load more" }));

    // Then
    await screen.findByText("Problem 1");
    expect(document.querySelectorAll(".ledger > li").length).toBe(3);
    expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
  });

  it("shows a new change above, and keeps what was loaded", async () => {
    // Given
    await openLedger();
    fireEvent.click(screen.getByRole("button", { name: "Load more" }));
    await screen.findByText("Problem 1");

    // When
    backend.ledger.unshift(entry(4, 8));
    await say(POINTS);

    // Then
    await screen.findByText("Problem 4");
    const titles = [...document.querySelectorAll(".ledger > li .inbox-title")].map(({ textContent }) => textContent);
    expect(titles).toEqual(["Problem 4", "Problem 3", "Late", "Problem 1"]);
  });

  it("begins anew where more has changed than a page has", async () => {
    // Given
    await openLedger();

    // When
    backend.ledger.unshift(entry(6, 1), entry(5, 1), entry(4, 1));
    await say(POINTS);

    // Then
    await screen.findByText("Problem 6");
    expect(screen.queryByText("Problem 3")).toBeNull();
  });

  it("sends a question as one line, and shows that it waits", async () => {
    // Given
    await openLedger();

    // When
    fireEvent.click(screen.getByRole("button", { name: "Ask about this: Problem 3" }));
    const field = screen.getByLabelText("Your question to the instructors");
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: " Test 3\npassed. " } });
    fireEvent.click(screen.getByRole("button", { name: "Send" }));

    // Then
    await item("Problem 3").findByText("Waiting for an answer");
    expect(backend.changes).toEqual([
      { method: "POST", path: "api/me/appeals", body: { entry_id: 3, text: "Test 3 passed." } },
    ]);
    expect(item("Problem 3").queryByRole("button", { name: /Ask/ })).toBeNull();
    expect(document.activeElement).toBe(screen.getByText("Problem 3").closest("li"));
  });

  it("shows why a question was refused, and keeps its text", async () => {
    // Given
    backend.refusal = { detail: "20 appeals in the class are open." };
    await openLedger();

    // When
    fireEvent.click(screen.getByRole("button", { name: "Ask about this: Problem 3" }));
    const field = screen.getByLabelText<HTMLTextAreaElement>("Your question to the instructors");
    fireEvent.change(field, { target: { value: "Why?" } });
    fireEvent.click(screen.getByRole("button", { name: "Send" }));

    // Then
    await screen.findByText("20 appeals in the class are open.");
    expect(field.value).toBe("Why?");
  });

  it("shows the answer when it comes, and lets one ask again", async () => {
    // Given
    backend.appeals = [appeal()];
    await openLedger();
    await screen.findByText("Waiting for an answer");

    // When
    backend.appeals = [appeal({ state: "declined", answer: { text: "It did not.", at: AT, correction: null } })];
    await say({
      type: "appeal_answered",
      appeal_id: 7,
      entry_id: 3,
      class_id: "cs101",
      title: "Problem 3",
      decision: "declined",
      text: "It did not.",
    });

    // Then
    await item("Problem 3").findByText("It did not.");
    item("Problem 3").getByText("Declined");
    item("Problem 3").getByRole("button", { name: /Ask about this/ });
  });

  it("withdraws a question", async () => {
    // Given
    backend.appeals = [appeal()];
    await openLedger();

    // When
    fireEvent.click(await screen.findByRole("button", { name: "Withdraw" }));

    // Then
    await item("Problem 3").findByRole("button", { name: /Ask about this/ });
    expect(backend.changes).toEqual([{ method: "DELETE", path: "api/me/appeals/7", body: undefined }]);
    expect(screen.queryByText("Test 3 passed.")).toBeNull();
  });

  it("takes no questions about an archived class, nor about all classes together", async () => {
    // Given
    backend.classes = [{ id: "cs100", name: "CS 100", role: "student", archived: true }];
    await openLedger();
    expect(screen.queryByRole("button", { name: /Ask about this/ })).toBeNull();

    // When
    fireEvent.change(screen.getByLabelText("Points"), { target: { value: "" } });

    // Then
    await screen.findByText("Choose a class to ask about its points.");
    expect(screen.queryByRole("button", { name: /Ask about this/ })).toBeNull();
  });

  it("has no finding of axe", async () => {
    // Given
    backend.appeals = [appeal()];
    await openLedger();
    await screen.findByText("Waiting for an answer");
    fireEvent.click(screen.getByRole("button", { name: "Ask about this: Late" }));

    // Then
    expect(await violations()).toEqual([]);
  });
});

describe("the questions of a class", () => {
  const ada = { id: "ada", username: "Ada" };

  beforeEach(() => {
    backend.classes = [{ id: "cs101", name: "CS 101", role: "instructor", archived: false }];
    backend.appeals = [appeal({ user: ada })];
  });

  it("are shown with who asks, and about what", async () => {
    // When
    show(<Questions demo={null} session={session} />);

    // Then
    await screen.findByText("Test 3 passed.");
    screen.getByText("Ada", { selector: "strong bdi" });
    screen.getByText("Problem 3");
    expect(await violations()).toEqual([]);
  });

  it.each([
    ["Accept", "accepted"],
    ["Decline", "declined"],
  ])("are answered by %s", async (button, decision) => {
    // Given
    show(<Questions demo={null} session={session} />);
    fireEvent.change(await screen.findByLabelText(/Answer to/), { target: { value: "I see." } });

    // When
    fireEvent.click(screen.getByRole("button", { name: button }));

    // Then
    await screen.findByText(`The question of Ada was ${decision}.`);
    expect(screen.queryByText("Test 3 passed.")).toBeNull();
    const path = "api/classes/cs101/appeals/7/answer";
    expect(backend.changes).toEqual([{ method: "PUT", path, body: { decision, text: "I see." } }]);
  });

  it("appear when they are asked", async () => {
    // Given
    backend.appeals = [];
    show(<Questions demo={null} session={session} />);
    await screen.findByText("Nobody waits for an answer.");

    // When
    backend.appeals = [appeal({ user: ada })];
    await say({ type: "appeal_made", appeal_id: 7, class_id: "cs101", class_name: "CS 101" });

    // Then
    await screen.findByText("Test 3 passed.");
  });

  it("stay when the answer is refused", async () => {
    // Given
    backend.refusal = { detail: "The student has withdrawn the appeal." };
    show(<Questions demo={null} session={session} />);
    fireEvent.change(await screen.findByLabelText(/Answer to/), { target: { value: "I see." } });

    // When
    fireEvent.click(screen.getByRole("button", { name: "Accept" }));

    // Then
    await screen.findByText("The student has withdrawn the appeal.");
    screen.getByText("Test 3 passed.");
  });
});
