import { beforeEach, describe, expect, it, vi } from "vitest";
import { type TokenSource, UnauthorizedError } from "../../src/services/credentials.js";
import type { FakeServer } from "./fakeServer.js";
import { deferred, newServer, openTab, pass, settle, type Tab } from "./harness.js";

let server: FakeServer;
let tab: Tab;

beforeEach(() => {
  server = newServer();
  tab = openTab(server);
});

const status = () => tab.service.getConnectionStatus("game");

/** Gives out ada:1, ada:2 … */
function tokens(): ReturnType<typeof vi.fn<(reason: string) => Promise<string>>> {
  let count = 0;
  return vi.fn(async (_reason: string) => `ada:${++count}`);
}

async function connectBoth(token: TokenSource): Promise<void> {
  tab.service.connect("game", { token, tickets: false });
  tab.service.connect("leaderboard");
  await settle();
}

describe("tokens", () => {
  it("of a function are asked for once, by however many", async () => {
    // Given
    const source = tokens();

    // When
    await connectBoth(source);

    // Then
    expect(source.mock.calls).toEqual([["connect"]]);
    expect(server.last("leaderboard").url.searchParams.get("token")).toBe("ada:1");
  });

  it("about to expire are renewed in place, on both sockets", async () => {
    // Given
    const source = tokens();
    await connectBoth(source);

    // When
    server.last("game").say({ type: "token_expiring", expires_in: 25 });
    await settle();

    // Then
    expect(source.mock.calls).toEqual([["connect"], ["expiring"]]);
    for (const type of ["game", "leaderboard"] as const) {
      expect(server.last(type).sent).toEqual([{ type: "refresh_token", token: "ada:2" }]);
    }
    expect(tab.all("token_refreshed")).toHaveLength(2);
    expect(server.sockets).toHaveLength(2);
  });

  it("that cannot be renewed are reported, and the socket goes on to its end", async () => {
    // Given
    await tab.connect();

    // When
    server.last("game").say({ type: "token_expiring", expires_in: 25 });
    await settle();

    // Then
    expect(server.reported).toHaveLength(1);
    expect(status().state).toBe("open");
  });

  it("that expired are replaced, and the socket is back at once", async () => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });

    // When
    server.cut(4401);
    await settle();

    // Then
    expect(source.mock.calls).toEqual([["connect"], ["expired"]]);
    expect(server.last("game").url.searchParams.get("token")).toBe("ada:2");
    expect(status().state).toBe("open");
  });

  it("that expire again and again are not asked for in a hurry", async () => {
    // Given
    await tab.connect({ token: tokens() });
    server.cut(4401);
    await settle();

    // When
    server.cut(4401);
    await pass(499);
    const before = server.all("game").length;
    await pass(1);

    // Then
    expect([before, server.all("game").length]).toEqual([2, 3]);
  });

  it("that are plain strings and expired stop the connection", async () => {
    // Given
    await tab.connect();

    // When
    server.cut(4401);
    await pass(60_000);

    // Then
    expect(status()).toMatchObject({ state: "stopped", closeCode: 4401 });
    expect(server.all("game")).toHaveLength(1);
  });

  it("that are plain strings and were refused are not sent again", async () => {
    // Given
    server.rejectedTokens.add("ada:1");
    await tab.connect();
    tab.service.disconnect();

    // When
    await tab.connect();

    // Then
    expect(status()).toMatchObject({ state: "stopped", closeCode: 4401 });
    expect(server.requests).toHaveLength(1);
  });

  it("that cannot be had for a while are asked for again", async () => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });
    source.mockRejectedValueOnce(new Error("the identity provider is away"));

    // When
    server.cut(4401);
    await settle();
    const waiting = status().state;
    await pass(60_000);

    // Then
    expect(waiting).toBe("waiting");
    expect(status().state).toBe("open");
  });

  it.each(["resolve", "reject"] as const)("that %s after the connection was closed change nothing", async (how) => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });
    const late = deferred<string>();
    source.mockReturnValueOnce(late.promise);
    server.cut(4401);
    await settle();

    // When
    tab.service.disconnect();
    if (how === "resolve") {
      late.resolve("ada:9");
    } else {
      late.reject(new Error("no"));
    }
    await pass(60_000);

    // Then
    expect(status().state).toBe("idle");
    expect(server.all("game")).toHaveLength(1);
  });

  it("without any, nothing is tried", async () => {
    // When
    tab.service.connect("game");
    await settle();

    // Then
    expect(status()).toMatchObject({ state: "stopped" });
    expect(server.requests).toEqual([]);
  });

  it("that REST refuses are renewed once", async () => {
    // Given
    server.rejectedTokens.add("ada:1");
    const source = tokens();

    // When
    await tab.connect({ token: source });

    // Then
    expect(source.mock.calls).toEqual([["connect"], ["expired"]]);
    expect(status().state).toBe("open");
  });

  it("that REST refuses twice stop the connection", async () => {
    // Given
    server.rejectedTokens.add("ada:1").add("ada:2");
    const source = tokens();

    // When
    await tab.connect({ token: source });
    await pass(60_000);

    // Then
    expect(status()).toMatchObject({ state: "stopped", closeCode: 4401 });
    expect(source).toHaveBeenCalledTimes(2);
  });

  it("refused to two at once are renewed once", async () => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });
    server.rejectedTokens.add("ada:1");

    // When
    const [a, b] = await Promise.allSettled([tab.service.get("api/me"), tab.service.get("api/me")]);

    // Then
    expect([a?.status, b?.status]).toEqual(["fulfilled", "fulfilled"]);
    expect(source).toHaveBeenCalledTimes(2);
  });

  it("refused late find the newer one", async () => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });
    const slow = deferred<Response>();
    server.answers.set("/api/achievements", () => slow.promise);
    const request = tab.service.get("api/achievements");
    await settle();
    server.last("game").say({ type: "token_expiring", expires_in: 1 });
    await settle();

    // When
    server.answers.set("/api/achievements", () => Response.json(["x"]));
    slow.resolve(new Response(null, { status: 401 }));

    // Then
    expect(await request).toEqual(["x"]);
    expect(source).toHaveBeenCalledTimes(2);
  });
});

describe("a token function", () => {
  /** Always gives the same answer, and notes when. */
  function stubborn(token: string) {
    const times: number[] = [];
    const source = vi.fn(async () => {
      times.push(Date.now());
      return token;
    });
    return { source, pauses: () => times.slice(1).map((time, i) => time - (times[i] ?? 0)) };
  }

  it.each([true, false])(
    "that keeps giving a refused token is asked less and less often (tickets: %s)",
    async (tickets) => {
      // Given
      server.rejectedTokens.add("ada:1");
      const { source, pauses } = stubborn("ada:1");

      // When
      tab.service.connect("game", { token: source, tickets });
      tab.service.connect("leaderboard");
      await pass(600_000);

      // Then
      const [, ...further] = pauses();
      expect(further.length).toBeLessThan(30);
      expect([500, 1_000, 2_000, 4_000, 8_000, 16_000].every((least, i) => (further[i] ?? 0) >= least)).toBe(true);
      expect(further.slice(6).every((pause) => pause >= 30_000)).toBe(true);
      expect(server.requests.length).toBeLessThanOrEqual(2);
      expect(server.sockets.length).toBeLessThanOrEqual(1);
      expect(status()).toMatchObject({ state: "waiting", closeCode: 4401, isConnected: false });
    },
  );

  it("that gives a token which only sockets refuse is asked less and less often", async () => {
    // Given
    const { source, pauses } = stubborn("ada:1");
    await tab.connect({ token: source, tickets: true });

    // When
    server.cut(4401);
    await pass(120_000);

    // Then
    expect(
      pauses()
        .slice(7)
        .every((pause) => pause >= 30_000),
    ).toBe(true);
    expect(pauses().length).toBeLessThan(12);
    expect(server.all("game")).toHaveLength(1);
  });

  it("that has another token at last brings the connections back", async () => {
    // Given
    server.rejectedTokens.add("ada:1");
    const source = vi.fn(() => "ada:1");
    await connectBoth(source);
    await pass(60_000);

    // When
    source.mockReturnValue("ada:2");
    await pass(60_000);

    // Then
    expect(status()).toMatchObject({ state: "open", closeCode: undefined });
    expect(tab.service.getConnectionStatus("leaderboard").state).toBe("open");
  });

  it("that has none yet is asked less and less often, and the service not at all", async () => {
    // Given
    const source = vi.fn(() => "");
    await connectBoth(source);
    await pass(120_000);
    const [calls, requests] = [source.mock.calls.length, server.requests.length];

    // When
    source.mockReturnValue("ada:1");
    await pass(60_000);

    // Then
    expect([calls < 12, requests]).toEqual([true, 0]);
    expect(status().state).toBe("open");
  });

  it("that gives the same token before it expires is asked once more when it has, and nothing is sent", async () => {
    // Given
    const source = vi.fn(async (_reason: string) => "ada:1");
    await connectBoth(source);

    // When
    server.last("game").say({ type: "token_expiring", expires_in: 25 });
    await pass(1_000);

    // Then
    expect(source.mock.calls).toEqual([["connect"], ["expiring"]]);
    expect(server.sockets.flatMap(({ sent }) => sent)).toEqual([]);
    server.cut(4401);
    await settle();
    expect(source.mock.calls.at(-1)).toEqual(["expired"]);
  });

  it("whose tokens all expire soon is asked every ten seconds, not without end", async () => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });

    // When
    for (let i = 0; i < 20; i++) {
      server.last("game").say({ type: "token_expiring", expires_in: 20 });
      await pass(100);
    }
    const early = source.mock.calls.length;
    await pass(10_000);

    // Then
    expect([early, source.mock.calls.length]).toEqual([2, 3]);
  });

  it("may give no token while the old one is still good", async () => {
    // Given
    const source = vi.fn(async (reason: string) => (reason === "connect" ? "ada:1" : ""));
    await tab.connect({ token: source });

    // When
    server.last("game").say({ type: "token_expiring", expires_in: 25 });
    await settle();

    // Then
    expect(status().state).toBe("open");
    expect(await tab.service.get("api/me")).toMatchObject({ user: { id: "ada" } });
  });
});

describe("a token that ran out unnoticed", () => {
  it("is replaced before the next try, where nothing says why the last one failed", async () => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });
    server.rejectedTokens.add("ada:1");

    // When
    server.cut();
    await pass(250);

    // Then
    expect(server.last("game").url.searchParams.get("token")).toBe("ada:2");
    expect(status().state).toBe("open");
  });

  it("gives way to the one that is at hand already", async () => {
    // Given
    tab.service.connect("game", { token: "ada:1" });
    await settle();
    tab.service.connect("leaderboard", { token: "ada:2" });
    await settle();
    server.last("game").sent.length = 0;

    // When
    server.last("game").end(4401);
    await settle();

    // Then
    expect(status()).toMatchObject({ state: "stopped" });
    tab.service.setAuthToken("ada:3");
    await settle();
    expect(status().state).toBe("open");
  });
});

describe("setAuthToken", () => {
  it("keeps a socket that is being opened from being opened with the old one", async () => {
    // Given
    server.door = "hanging";
    await tab.connect();
    const old = server.last("game");

    // When
    server.door = "open";
    tab.service.setAuthToken("bob:1");
    await settle();
    old.onopen?.();

    // Then
    expect(server.last("game").user).toBe("bob");
    expect(tab.all("snapshot").at(-1)?.me.user.id).toBe("bob");
  });

  it("and a newer option of connect reach the sockets that are open", async () => {
    // Given
    await connectBoth("ada:1");

    // When
    tab.service.connect("game", { token: "ada:2" });
    await settle();

    // Then
    expect(server.last("game").sent).toEqual([{ type: "refresh_token", token: "ada:2" }]);
  });

  it("forgets that it waits for an answer when the socket is gone", async () => {
    // Given
    await connectBoth("ada:1");
    server.answersRefresh = false;
    tab.service.setAuthToken("ada:2");
    await settle();
    server.last("game").end(1006);
    await pass(250);

    // When
    server
      .last("leaderboard")
      .say({ type: "error", code: "forbidden", message: "Only members of a class see its board." });

    // Then
    expect(server.live("game")).toHaveLength(1);
    expect(server.all("leaderboard")).toHaveLength(1);
  });

  it("lets a stopped connection go on", async () => {
    // Given
    tab.service.connect("game");
    await settle();

    // When
    tab.service.setAuthToken("ada:1");
    await settle();

    // Then
    expect(status().state).toBe("open");
  });

  it("of the same user leaves sockets open", async () => {
    // Given
    await connectBoth("ada:1");

    // When
    tab.service.setAuthToken("ada:2");
    await settle();

    // Then
    expect(server.sockets).toHaveLength(2);
    expect(tab.all("token_refreshed")).toHaveLength(2);
  });

  it("of the same user goes on in the log after the next cut", async () => {
    // Given
    await tab.connect();
    tab.service.setAuthToken("ada:2");
    await settle();
    server.cut();
    server.tell("ada", 2);

    // When
    await pass(250);

    // Then
    expect(tab.seqs()).toEqual([1, 2]);
    expect(tab.all("snapshot")).toHaveLength(1);
  });

  it("of another user begins anew", async () => {
    // Given
    server.tell("ada", 3);
    server.tell("bob", 7);
    await connectBoth("ada:1");

    // When
    tab.service.setAuthToken("bob:1");
    await settle();
    server.tell("ada");
    server.tell("bob");

    // Then
    expect(tab.all("snapshot").map(({ me }) => me.user.id)).toEqual(["ada", "bob"]);
    expect(tab.seqs()).toEqual([8]);
    expect(server.live("game")).toHaveLength(1);
    expect(server.live("leaderboard")).toHaveLength(1);
  });

  it("of another user while there is no socket begins anew too", async () => {
    // Given
    server.tell("bob", 7);
    await tab.connect();
    server.cut();

    // When
    tab.service.setAuthToken("bob:1");
    await pass(250);

    // Then
    expect(server.last("game").url.searchParams.get("since")).toBe("7");
    expect(tab.all("snapshot").map(({ me }) => me.user.id)).toEqual(["ada", "bob"]);
  });

  it("while the user is being read makes it read again", async () => {
    // Given
    const slow = deferred<Response>();
    server.answers.set("/api/me", () => slow.promise);
    await tab.connect();
    server.answers.clear();

    // When
    tab.service.setAuthToken("bob:1");
    slow.resolve(Response.json({ user: { id: "ada", username: "ada" }, last_seq: 0 }));
    await pass(250);

    // Then
    expect(tab.all("snapshot").map(({ me }) => me.user.id)).toEqual(["bob"]);
  });

  it("forgets what an older source still gives", async () => {
    // Given
    const slow = deferred<string>();
    tab.service.setAuthToken(() => slow.promise);
    const early = tab.service.get("api/me");

    // When
    tab.service.setAuthToken("bob:1");
    slow.resolve("ada:1");
    await early;

    // Then
    expect(await tab.service.get("api/me")).toMatchObject({ user: { id: "bob" } });
  });

  it("with the same function again asks for nothing", async () => {
    // Given
    const source = tokens();
    await tab.connect({ token: source });

    // When
    await tab.connect({ token: source });

    // Then
    expect(source).toHaveBeenCalledTimes(1);
  });
});

describe("clearAuth", () => {
  it("closes everything and forgets the user", async () => {
    // Given
    await connectBoth("ada:1");

    // When
    tab.service.clearAuth();

    // Then
    expect(server.sockets.every(({ closedByClient }) => closedByClient)).toBe(true);
    expect(status().state).toBe("idle");
    await expect(tab.service.get("api/me")).rejects.toBeInstanceOf(UnauthorizedError);
    expect(await tab.service.claim(1)).toBe(false);
  });
});

describe("tickets", () => {
  it("stand in the address in place of the token", async () => {
    // When
    await tab.connect({ tickets: true });

    // Then
    const { searchParams } = server.last("game").url;
    expect(searchParams.get("ticket")).toBe("ticket-0");
    expect(searchParams.has("token")).toBe(false);
    expect(status().state).toBe("open");
  });

  it.each([503, 404])("that cannot be had (%i) are replaced by the token", async (code) => {
    // Given
    server.ticketsStatus = code;

    // When
    await tab.connect({ tickets: true });

    // Then
    expect(server.last("game").url.searchParams.get("token")).toBe("ada:1");
  });

  it("refused for another reason count as a failure", async () => {
    // Given
    server.ticketsStatus = 500;

    // When
    await tab.connect({ tickets: true });

    // Then
    expect(status()).toMatchObject({ state: "waiting", failures: 1 });
    expect(server.sockets).toEqual([]);
  });
});

describe("tabs with the same token", () => {
  const openTabs = (count: number) =>
    Array.from({ length: count }, () => openTab(server, "ada:1", { tabs: () => server.tabs() }));

  it("renew it once when it expires soon", async () => {
    // Given
    const renew = vi.fn((reason: string) => (reason === "connect" ? "ada:1" : `ada:${1 + renew.mock.calls.length}`));
    const tabs = openTabs(4);
    for (const each of tabs) {
      await each.connect({ token: (reason) => renew(reason) });
    }
    renew.mockClear();

    // When
    for (const socket of server.live("game")) {
      socket.say({ type: "token_expiring", expires_in: 25 });
    }
    await pass(5_000);

    // Then
    expect(renew.mock.calls).toEqual([["expiring"]]);
    expect(server.live("game").flatMap(({ sent }) => sent)).toEqual(
      Array.from({ length: 4 }, () => ({ type: "refresh_token", token: "ada:2" })),
    );
  });

  it("renew it once when it was refused", async () => {
    // Given
    const renew = vi.fn((reason: string) => (reason === "connect" ? "ada:1" : `ada:${1 + renew.mock.calls.length}`));
    for (const each of openTabs(4)) {
      await each.connect({ token: (reason) => renew(reason) });
    }
    renew.mockClear();

    // When
    server.rejectedTokens.add("ada:1");
    server.cut(4401);
    await pass(5_000);

    // Then
    expect(renew.mock.calls).toEqual([["expired"]]);
    expect(server.live("game")).toHaveLength(4);
  });

  it("renew it each for itself when the first fails", async () => {
    // Given
    let count = 0;
    const renew = (reason: string) => {
      if (reason === "connect") {
        return "ada:1";
      }
      count++;
      if (count === 1) {
        throw new Error("the token service is away");
      }
      return "ada:2";
    };
    const tabs = openTabs(2);
    for (const each of tabs) {
      await each.connect({ token: renew });
    }

    // When
    for (const socket of server.live("game")) {
      socket.say({ type: "token_expiring", expires_in: 25 });
    }
    await pass(5_000);

    // Then
    expect(count).toBe(2);
    expect(server.last("game").sent).toEqual([{ type: "refresh_token", token: "ada:2" }]);
  });

  it("of another user keep theirs", async () => {
    // Given
    const [ada, bob] = openTabs(2);
    await ada?.connect({ token: (reason) => (reason === "connect" ? "ada:1" : "ada:2") });
    await bob?.connect({ token: (reason) => (reason === "connect" ? "bob:1" : "bob:2") });

    // When
    for (const socket of server.live("game")) {
      socket.say({ type: "token_expiring", expires_in: 25 });
    }
    await pass(5_000);

    // Then
    expect(server.live("game").map(({ sent }) => sent)).toEqual([
      [{ type: "refresh_token", token: "ada:2" }],
      [{ type: "refresh_token", token: "bob:2" }],
    ]);
  });
});
