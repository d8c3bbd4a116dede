import { beforeEach, describe, expect, it } from "vitest";
import type { FakeServer } from "./fakeServer.js";
import { newServer, openTab, pass, settle, type Tab } from "./harness.js";

let server: FakeServer;
let tab: Tab;

beforeEach(() => {
  server = newServer();
  tab = openTab(server);
});

const status = () => tab.service.getConnectionStatus("game");
const polls = () => server.requests.filter((request) => request.startsWith("GET /api/notifications")).length;

/** Fails three times: after 250, 500 and 1,000 ms at the most. */
async function blockSockets(): Promise<void> {
  server.door = "blocked";
  server.cut();
  await pass(750);
}

/** Waits for a socket, however long the delay has become. */
async function unblockSockets(): Promise<void> {
  server.door = "open";
  await pass(30_000);
}

describe("where sockets are blocked", () => {
  it("polling begins with the third failure, and not before", async () => {
    // Given
    server.door = "blocked";

    // When
    await tab.connect();
    await pass(250);
    const before = [status().failures, polls()];
    await pass(500);

    // Then
    expect(before).toEqual([2, 0]);
    expect([status().failures, polls()]).toEqual([3, 1]);
    expect(status()).toMatchObject({ transport: "polling", isConnected: true });
  });

  it("events come every five seconds", async () => {
    // Given
    await tab.connect();
    await blockSockets();
    server.tell("ada", 2);

    // When
    await pass(4_999);
    const before = tab.seqs();
    await pass(1);

    // Then
    expect([before, tab.seqs()]).toEqual([[], [1, 2]]);
  });

  it("what happened before the first poll was missed, what comes later just happens", async () => {
    // Given
    await tab.connect();
    server.tell("ada");
    server.door = "blocked";
    server.cut();
    server.tell("ada", 2);

    // When
    await pass(750);
    server.tell("ada", 2);
    await pass(5_000);

    // Then
    const personal = tab.contexts.filter((_, i) => tab.heard[i] && "seq" in tab.heard[i]);
    expect(personal.map(({ replayed }) => replayed)).toEqual([false, true, true, false, false]);
    expect(personal.map(({ remaining }) => remaining)).toEqual([0, 1, 0, 0, 0]);
  });

  it("nothing is sent again that has not changed", async () => {
    // Given
    await tab.connect();
    await blockSockets();
    let answers = 0;
    const fetch = server.environment().fetch;
    tab = openTab(server, "ada:1", {
      openSocket: undefined,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        answers += Number(response.status === 304);
        return response;
      },
    });
    await tab.connect();

    // When
    await pass(10_000);

    // Then
    expect(answers).toBe(2);
  });

  it("all of a long absence comes at once", async () => {
    // Given
    await tab.connect();
    server.cut();
    server.door = "blocked";
    server.tell("ada", 250);

    // When
    await pass(750);

    // Then
    expect(tab.seqs()).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    expect(polls()).toBe(3);
  });

  it("a log that does not reach back is made up for by a snapshot", async () => {
    // Given
    await tab.connect();
    server.cut();
    server.door = "blocked";
    server.tell("ada", 4);
    server.user("ada").pruned = 2;

    // When
    await pass(750);
    server.tell("ada");
    await pass(5_000);

    // Then
    expect(tab.all("snapshot").at(-1)).toMatchObject({ cause: "unrecovered", me: { last_seq: 4 } });
    expect(tab.seqs()).toEqual([5]);
  });

  it("the socket takes over again without a gap or a repetition", async () => {
    // Given
    await tab.connect();
    server.tell("ada");
    await blockSockets();
    server.tell("ada", 2);
    await pass(5_000);
    server.tell("ada", 2);

    // When
    await unblockSockets();
    server.tell("ada");
    const after = polls();
    await pass(60_000);

    // Then
    expect(tab.seqs()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(status()).toMatchObject({ transport: "socket", failures: 0 });
    expect(polls()).toBe(after);
  });

  it("an answer that comes after the socket is ignored", async () => {
    // Given
    await tab.connect();
    await blockSockets();
    let release: () => void = () => undefined;
    const answer = () => new Promise<Response>((resolve) => (release = () => resolve(slice())));
    const slice = () => Response.json({ items: server.user("ada").log, last_seq: 1, has_more: true, complete: true });
    server.answers.set("/api/notifications", answer);
    server.tell("ada");
    await pass(5_000);

    // When
    await unblockSockets();
    release();
    await settle();

    // Then
    expect(tab.seqs()).toEqual([1]);
    expect(status().transport).toBe("socket");
  });

  it("a snapshot that comes after the socket is ignored", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 3);
    await blockSockets();
    server.answers.set("/api/notifications", () =>
      Response.json({ items: [], last_seq: 3, has_more: false, complete: false }),
    );
    let release: () => void = () => undefined;
    const me = { user: { id: "ada", username: "ada" }, last_seq: 0 };
    server.answers.set("/api/me", () => new Promise((resolve) => (release = () => resolve(Response.json(me)))));
    await pass(5_000);

    // When
    await unblockSockets();
    release();
    await settle();
    server.tell("ada");

    // Then
    expect(tab.seqs()).toEqual([1, 2, 3, 4]);
    expect(tab.all("snapshot")).toHaveLength(1);
  });

  it("a hidden page polls every thirty seconds, and at once when it is seen again", async () => {
    // Given
    await tab.connect();
    await blockSockets();
    server.setHidden(true);
    await pass(6_000);
    const before = polls();

    // When
    await pass(29_000);
    const hidden = polls() - before;
    server.setHidden(false);
    await settle();

    // Then
    expect(hidden).toBe(1);
    expect(polls() - before).toBe(2);
  });

  it("an offline page does not poll, and does at once when it is back", async () => {
    // Given
    await tab.connect();
    await blockSockets();
    server.setOnline(false);
    const before = polls();

    // When
    await pass(60_000);
    const offline = polls() - before;
    server.setOnline(true);
    await settle();

    // Then
    expect([offline, polls() - before]).toEqual([0, 1]);
  });

  it("a poll that fails says so, and the next one may work", async () => {
    // Given
    await tab.connect();
    await blockSockets();
    server.restDown = true;
    await pass(5_000);
    const failing = status().isConnected;

    // When
    server.restDown = false;
    await pass(5_000);

    // Then
    expect([failing, status().isConnected]).toEqual([false, true]);
  });

  it("a service that was away altogether is asked for a socket as soon as a poll works again", async () => {
    // Given
    server.coin = 0.999;
    await tab.connect();
    server.door = "blocked";
    server.restDown = true;
    server.cut();
    await pass(120_000);

    // When
    server.door = "open";
    server.restDown = false;
    await pass(5_000);

    // Then
    expect(status().transport).toBe("socket");
  });

  it("a service that wants to be left alone is", async () => {
    // Given
    await tab.connect();
    await blockSockets();
    server.answers.set(
      "/api/notifications",
      () => new Response(null, { status: 503, headers: { "Retry-After": "20" } }),
    );
    await pass(5_000);
    const before = polls();

    // When
    await pass(19_999);
    const within = polls() - before;
    await pass(1);

    // Then
    expect([within, polls() - before]).toEqual([0, 1]);
  });

  it("a token that is no longer accepted ends it", async () => {
    // Given
    await tab.connect();
    await blockSockets();

    // When
    server.rejectedTokens.add("ada:1");
    await pass(5_000);
    const before = server.requests.length;
    await pass(60_000);

    // Then
    expect(status()).toMatchObject({ state: "stopped", transport: null });
    expect(server.requests.length).toBe(before);
  });

  it("it can be switched off", async () => {
    // Given
    server.door = "blocked";

    // When
    await tab.connect({ polling: false });
    await pass(60_000);

    // Then
    expect(polls()).toBe(0);
  });

  it("a first visit is polled from the end of the log", async () => {
    // Given
    server.tell("ada", 3);
    server.answers.set("/api/me", () => new Response(null, { status: 500 }));
    await tab.connect();
    await pass(750);

    // When
    server.answers.clear();
    server.tell("ada");
    await pass(5_000);
    server.tell("ada");
    await pass(5_000);

    // Then
    expect(tab.seqs()).toEqual([5]);
  });
});

describe("where there are no sockets at all", () => {
  it("polling begins at once", async () => {
    // Given
    tab = openTab(server, "ada:1", { openSocket: undefined });

    // When
    await tab.connect();

    // Then
    expect(status()).toMatchObject({ transport: "polling", failures: 1 });
  });
});

describe("boards over REST", () => {
  const board = () => tab.service.getConnectionStatus("leaderboard");
  const connect = async () => {
    tab.service.connect("leaderboard", { token: "ada:1", tickets: false });
    await settle();
  };

  beforeEach(() => {
    server.door = "blocked";
  });

  it("show what a socket would show unasked", async () => {
    // When
    await connect();
    await pass(750);

    // Then
    expect(board().transport).toBe("polling");
    expect(server.requests.slice(-2)).toEqual([
      "GET /api/leaderboards/global?page=1&page_size=10",
      "GET /api/leaderboards/global/me?page_size=10",
    ]);
    expect(tab.heard.filter(({ type }) => type !== "status")).toMatchObject([
      { type: "leaderboard_data", leaderboard_type: "global", class_id: null },
      { type: "user_rank_data", leaderboard_type: "global", class_id: null },
    ]);
  });

  it("tell of changes, and only of changes", async () => {
    // Given
    await connect();
    await pass(750);
    await pass(10_000);
    const before = tab.heard.filter(({ type }) => type !== "status").length;

    // When
    server.boardPoints = 200;
    await pass(5_000);

    // Then
    expect(before).toBe(2);
    expect(tab.all("leaderboard_update")).toHaveLength(1);
    expect(tab.all("user_rank_data")).toHaveLength(2);
  });

  it("answer requests at once", async () => {
    // Given
    await connect();
    await pass(750);
    server.requests.length = 0;

    // When
    const sent = tab.service.sendMessage("leaderboard", {
      type: "request_leaderboard",
      leaderboard_type: "class",
      class_id: "cs 101",
      page: 2,
      page_size: 5,
    });
    tab.service.sendMessage("leaderboard", {
      type: "request_user_rank",
      leaderboard_type: "class",
      class_id: "cs 101",
    });
    await settle();
    await pass(5_000);

    // Then
    expect(sent).toBe(true);
    expect(server.requests).toContain("GET /api/leaderboards/classes/cs%20101?page=2&page_size=5");
    expect(server.requests).toContain("GET /api/leaderboards/classes/cs%20101/me?page_size=5");
    expect(tab.all("leaderboard_data").at(-1)).toMatchObject({ class_id: "cs 101" });
  });

  it("are those of a section where one is meant", async () => {
    // Given
    await connect();
    await pass(750);
    const section = { leaderboard_type: "class", class_id: "cs101", section: "Mon day" } as const;

    // When
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard", ...section, page_size: 5 });
    await settle();
    await pass(5_000);

    // Then
    expect(server.requests).toContain("GET /api/leaderboards/classes/cs101/sections/Mon%20day?page=1&page_size=5");
    expect(tab.all("leaderboard_data").at(-1)).toMatchObject({ class_id: "cs101", section: "Mon day" });
  });

  it("are those of a season where one is meant", async () => {
    // Given
    await connect();
    await pass(750);

    // When
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard", season: "s 1", page_size: 5 });
    tab.service.sendMessage("leaderboard", { type: "request_user_rank", season: "s 1" });
    await settle();
    await pass(5_000);

    // Then
    expect(server.requests).toContain("GET /api/leaderboards/seasons/s%201?page=1&page_size=5");
    expect(server.requests).toContain("GET /api/leaderboards/seasons/s%201/me?page_size=5");
    expect(tab.all("leaderboard_data").at(-1)).toMatchObject({ class_id: null, season: "s 1" });
    expect(tab.all("user_rank_data").at(-1)).toMatchObject({ season: "s 1" });
    expect(tab.all("leaderboard_data")[0]).not.toHaveProperty("season");
  });

  it("are read for the five seasons asked for last", async () => {
    // Given
    await connect();
    for (const season of ["a", "b", "c", "d", "e", "a", "f"]) {
      tab.service.sendMessage("leaderboard", { type: "request_leaderboard", season });
    }
    await pass(750);
    server.requests.length = 0;

    // When
    await pass(5_000);

    // Then
    const read = server.requests.map((request) => /seasons\/(\w)/.exec(request)?.[1]).filter(Boolean);
    expect(read).toEqual(["c", "d", "e", "a", "f"]);
  });

  it("read what has an ETag only when it has changed", async () => {
    // Given
    const conditions: (string | null)[] = [];
    const fetch = server.environment().fetch;
    tab = openTab(server, "ada:1", {
      fetch: async (url, init) => {
        if (!url.includes("?page=")) {
          return fetch(url, init);
        }
        conditions.push(new Headers(init.headers).get("If-None-Match"));
        const response = await fetch(url, init);
        return conditions.length > 1
          ? new Response(null, { status: 304 })
          : new Response(await response.text(), { headers: { ETag: '"7"' } });
      },
    });
    await connect();

    // When
    await pass(750);
    await pass(10_000);

    // Then
    expect(conditions).toEqual([null, '"7"', '"7"']);
    expect(tab.all("leaderboard_data")).toHaveLength(1);
  });

  it("a season that there is not does not stop the others", async () => {
    // Given
    server.answers.set("/api/leaderboards/seasons/none", () => new Response(null, { status: 404 }));
    await connect();
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard", season: "none" });
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard" });

    // When
    await pass(750);

    // Then
    expect(tab.all("leaderboard_data")).toMatchObject([{ class_id: null }]);
    expect(board().isConnected).toBe(true);
  });

  it("a class that was left does not stop the others", async () => {
    // Given
    await connect();
    tab.service.sendMessage("leaderboard", {
      type: "request_leaderboard",
      leaderboard_type: "class",
      class_id: "left",
    });
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard" });

    // When
    await pass(750);

    // Then
    expect(tab.all("leaderboard_data")).toMatchObject([{ class_id: null }]);
    expect(board().isConnected).toBe(true);
  });

  it("other failures do", async () => {
    // Given
    server.answers.set("/api/leaderboards/global", () => new Response(null, { status: 500 }));
    await connect();

    // When
    await pass(750);

    // Then
    expect(board().isConnected).toBe(false);
  });

  it("an answer for a page that was turned is ignored", async () => {
    // Given
    await connect();
    await pass(750);
    let release: (response: Response) => void = () => undefined;
    server.answers.set("/api/leaderboards/global", () => new Promise((resolve) => (release = resolve)));
    await pass(5_000);
    const before = tab.heard.length;

    // When
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard", page: 2 });
    release(Response.json({ entries: [], pagination: {}, version: 1 }));
    await settle();

    // Then
    expect(tab.heard.length).toBe(before);
  });
});

describe("boards over a socket", () => {
  it("pages and ranks that were asked for are asked for again when the socket was replaced", async () => {
    // Given
    tab.service.connect("leaderboard", { token: "ada:1", tickets: false });
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard", page: 3, page_size: 10 });
    tab.service.sendMessage("leaderboard", { type: "request_user_rank", leaderboard_type: "class", class_id: "cs101" });
    await settle();
    const first = server.last("leaderboard").sent;

    // When
    server.cut();
    await pass(250);

    // Then
    const wanted = [
      { type: "request_leaderboard", leaderboard_type: "global", page: 3, page_size: 10 },
      { type: "request_user_rank", leaderboard_type: "class", class_id: "cs101", page_size: 20 },
    ];
    expect(first).toEqual(wanted);
    expect(server.last("leaderboard").sent).toEqual(wanted);
  });

  it("requests go out at once", async () => {
    // Given
    tab.service.connect("leaderboard", { token: "ada:1", tickets: false });
    await settle();

    // When
    tab.service.sendMessage("leaderboard", { type: "request_leaderboard", page: 2 });
    await settle();

    // Then
    expect(server.last("leaderboard").sent).toEqual([{ type: "request_leaderboard", page: 2 }]);
    expect(tab.all("leaderboard_data")).toHaveLength(1);
  });
});
