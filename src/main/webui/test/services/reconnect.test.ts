import { beforeEach, describe, expect, it, vi } from "vitest";
import { backoff } from "../../src/services/backoff.js";
import { meansStop } from "../../src/services/closeCodes.js";
import type { FakeServer } from "./fakeServer.js";
import { newServer, openTab, pass, settle, type Tab } from "./harness.js";

let server: FakeServer;
let tab: Tab;

beforeEach(() => {
  server = newServer();
  tab = openTab(server);
});

const tries = () => server.all("game").length;
const status = () => tab.service.getConnectionStatus("game");

describe("backoff", () => {
  it("doubles its ceiling from half a second to thirty", () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 7, 60].map((failures) => backoff(failures, 1));
    expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it("takes anything below the ceiling", () => {
    expect(backoff(3, 0)).toBe(0);
    expect(backoff(3, 0.25)).toBe(1_000);
    expect(backoff(3, 0.999)).toBeLessThan(4_000);
  });
});

describe("a lost socket", () => {
  it("comes back after the delay, and not before", async () => {
    // Given
    await tab.connect();

    // When
    server.cut();
    await pass(249);
    const before = tries();
    await pass(1);

    // Then
    expect([before, tries()]).toEqual([1, 2]);
    expect(status()).toMatchObject({ state: "open", transport: "socket", isConnected: true });
  });

  it("waits longer with every failure", async () => {
    // Given
    await tab.connect({ polling: false });
    server.door = "blocked";

    // When
    server.cut();
    const delays: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = tries();
      let waited = 0;
      for (; tries() === before; waited += 50) {
        await pass(50);
      }
      delays.push(waited);
    }

    // Then
    expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it("forgets its failures after ten stable seconds, and not before", async () => {
    // Given
    await tab.connect();
    server.cut();
    await pass(250);

    // When
    await pass(9_999);
    const before = status().failures;
    await pass(1);

    // Then
    expect([before, status().failures]).toEqual([1, 0]);
  });

  it("that opens and closes at once still waits longer each time", async () => {
    // Given
    await tab.connect();

    // When
    server.cut();
    await pass(250);
    server.cut();
    await pass(499);
    const before = tries();
    await pass(1);

    // Then
    expect([before, tries()]).toEqual([2, 3]);
  });

  it("counts a try that gets no answer within ten seconds", async () => {
    // Given
    server.door = "hanging";
    await tab.connect();

    // When
    await pass(10_000);

    // Then
    expect(status()).toMatchObject({ state: "waiting", failures: 1, reason: "no answer" });
    expect(server.last("game").closedByClient).toBe(true);
  });

  it("retries when the user cannot be read", async () => {
    // Given
    server.restDown = true;
    await tab.connect();
    expect(status()).toMatchObject({ state: "waiting", failures: 1 });

    // When
    server.restDown = false;
    await pass(250);

    // Then
    expect(status().state).toBe("open");
  });
});

describe("close codes", () => {
  it.each([1000, 1001, 1005, 1006, 1009, 1011, 1012, 1013, 4000, 4400, 4408, 4449, 4500])(
    "%i means reconnect",
    async (code) => {
      // Given
      await tab.connect();

      // When
      server.cut(code);
      const waiting = status();
      await pass(250);

      // Then
      expect(waiting).toMatchObject({ state: "waiting", closeCode: code });
      expect(status()).toMatchObject({ state: "open", closeCode: undefined });
    },
  );

  it.each([4450, 4499])("%i means stop", async (code) => {
    // Given
    await tab.connect();

    // When
    server.last("game").end(code, "access revoked");
    await pass(120_000);

    // Then
    expect(status()).toMatchObject({ state: "stopped", closeCode: code, reason: "access revoked", isConnected: false });
    expect(tries()).toBe(1);
  });

  it("4451 means poll at once, and try a socket again after fifteen seconds", async () => {
    // Given
    await tab.connect();
    server.tell("ada");

    // When
    server.last("game").end(4451, "too many connections");
    await settle();
    const polling = status();
    await pass(14_999);
    const before = tries();
    await pass(251);

    // Then
    expect(polling).toMatchObject({ state: "waiting", transport: "polling", isConnected: true, closeCode: 4451 });
    expect([before, tries()]).toEqual([1, 2]);
    expect(status()).toMatchObject({ state: "open", transport: "socket" });
  });

  it("a tab too many gets every event, and a socket once another tab is closed", async () => {
    // Given
    server.mostSockets = 1;
    const renew = vi.fn(() => "ada:1");
    await tab.connect();
    const surplus = openTab(server);
    await surplus.connect({ token: renew });

    // When
    server.tell("ada", 2);
    await pass(60_000);
    const before = surplus.service.getConnectionStatus("game").transport;
    tab.service.disconnect();
    await pass(60_000);
    server.tell("ada");

    // Then
    expect(before).toBe("polling");
    expect(surplus.service.getConnectionStatus("game").transport).toBe("socket");
    expect(surplus.seqs()).toEqual([1, 2, 3]);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it("draws the line where the documents do", () => {
    expect([4449, 4450, 4499, 4500].map(meansStop)).toEqual([false, true, true, false]);
  });

  it("4429 means reconnect, but not within five seconds", async () => {
    // Given
    await tab.connect();

    // When
    server.cut(4429);
    await pass(5_249);
    const before = tries();
    await pass(1);

    // Then
    expect([before, tries()]).toEqual([1, 2]);
  });

  it("a stopped connection starts again when somebody connects", async () => {
    // Given
    await tab.connect();
    server.cut(4450);

    // When
    await tab.connect();

    // Then
    expect(status().state).toBe("open");
  });
});

describe("late events of an old socket", () => {
  it("are ignored", async () => {
    // Given
    server.tell("ada");
    await tab.connect();
    const old = server.last("game");
    old.end(1006);
    await pass(250);
    const heard = tab.heard.length;

    // When
    old.onopen?.();
    old.say({ type: "echo", message: "from the grave" });
    old.end(4450);

    // Then
    expect(tab.heard.length).toBe(heard);
    expect(status().state).toBe("open");
    expect(tries()).toBe(2);
  });

  it("of one that opens after its time are ignored too", async () => {
    // Given
    server.door = "hanging";
    await tab.connect();
    const slow = server.last("game");
    server.door = "open";
    await pass(10_250);

    // When
    slow.onopen?.();
    slow.end(1006);

    // Then
    expect(tries()).toBe(2);
    expect(status().state).toBe("open");
  });

  it("an address that is found after the end is not connected to", async () => {
    // Given
    let release: (response: Response) => void = () => undefined;
    server.answers.set("/api/me", () => new Promise((resolve) => (release = resolve)));
    await tab.connect();

    // When
    tab.service.disconnect("game");
    release(Response.json({ user: { id: "ada", username: "ada" }, last_seq: 0 }));
    await pass(60_000);

    // Then
    expect(tries()).toBe(0);
    expect(status().state).toBe("idle");
  });

  it("a failure to find an address is late after the end", async () => {
    // Given
    let fail: (error: Error) => void = () => undefined;
    server.answers.set("/api/me", () => new Promise((_, reject) => (fail = reject)));
    await tab.connect();

    // When
    tab.service.disconnect();
    fail(new TypeError("gone"));
    await settle();

    // Then
    expect(status().state).toBe("idle");
  });
});

describe("offline and hidden", () => {
  it("retries pause while offline, and go on at once on return", async () => {
    // Given
    await tab.connect();
    server.door = "blocked";
    server.cut();
    server.setOnline(false);
    await pass(120_000);
    const paused = [tries(), status().state];

    // When
    server.door = "open";
    server.setOnline(true);
    await settle();

    // Then
    expect(paused).toEqual([1, "paused"]);
    expect([tries(), status().state]).toEqual([2, "open"]);
  });

  it("retries pause while hidden, and go on at once on return", async () => {
    // Given
    await tab.connect();
    server.setHidden(true);
    server.cut();
    await pass(120_000);
    const paused = [tries(), status().state];

    // When
    server.setHidden(false);
    await settle();

    // Then
    expect(paused).toEqual([1, "paused"]);
    expect([tries(), status().state]).toEqual([2, "open"]);
  });

  it("stay paused until both are over", async () => {
    // Given
    await tab.connect();
    server.setHidden(true);
    server.cut();

    // When
    server.setOnline(false);
    server.setHidden(false);
    await pass(60_000);

    // Then
    expect(status().state).toBe("paused");
  });

  it("an open socket is kept while hidden, without a question", async () => {
    // Given
    await tab.connect();

    // When
    server.setHidden(true);
    await pass(5_000);

    // Then
    expect(server.last("game").sent).toEqual([]);
    expect(status().state).toBe("open");
  });

  it("on return an open socket is asked whether it lives, once", async () => {
    // Given
    await tab.connect();

    // When
    server.setHidden(true);
    server.setHidden(false);
    server.notify();
    await pass(5_000);

    // Then
    expect(server.last("game").sentTypes).toEqual(["ping"]);
    expect(status().state).toBe("open");
  });

  it("on return a socket that died in its sleep is replaced after five seconds", async () => {
    // Given
    await tab.connect();
    server.answersProbes = false;

    // When
    server.notify();
    await pass(5_000);

    // Then
    expect(status()).toMatchObject({ state: "waiting", reason: "silent" });
  });
});

describe("silence", () => {
  it("is questioned after a heartbeat, and the answer stays between the two", async () => {
    // Given
    server.heartbeat = 40;
    await tab.connect();

    // When
    await pass(39_999);
    const before = server.last("game").sent.length;
    await pass(1);

    // Then
    expect([before, ...server.last("game").sentTypes]).toEqual([0, "ping"]);
    expect(tab.all("echo")).toEqual([]);
    await pass(11_000);
    expect(status().state).toBe("open");
  });

  it("without an answer for ten seconds ends the socket", async () => {
    // Given
    await tab.connect();
    server.answersProbes = false;

    // When
    await pass(34_999);
    const before = status().state;
    await pass(1);

    // Then
    expect([before, status().state, status().reason]).toEqual(["open", "waiting", "silent"]);
    expect(server.last("game").closedByClient).toBe(true);
  });

  it("any frame is a sign of life", async () => {
    // Given
    await tab.connect();
    server.answersProbes = false;

    // When
    await pass(30_000);
    server.tell("ada");
    await pass(20_000);

    // Then
    expect(status().state).toBe("open");
  });

  it("of the leaderboard socket is broken by a complaint, which nobody hears", async () => {
    // Given
    tab.service.connect("leaderboard", { token: "ada:1", tickets: false });
    await settle();

    // When
    await pass(26_000);

    // Then
    expect(server.last("leaderboard").sentTypes).toEqual(["ping"]);
    expect(tab.all("error")).toEqual([]);
  });

  it("an echo or an error that answers no probe is passed on", async () => {
    // Given
    await tab.connect();

    // When
    server.last("game").say({ type: "echo", message: "Received: x" });
    server.last("game").say({ type: "error", code: "rate_limited", message: "slower" });

    // Then
    expect(tab.heard.slice(-2)).toMatchObject([{ type: "echo" }, { type: "error" }]);
  });
});

describe("bad frames", () => {
  it.each(["no JSON", "7", "null", "[]", "{}", '{"type":7}'])("%s is reported and ignored", async (data) => {
    // Given
    await tab.connect();

    // When
    server.last("game").onmessage?.({ data });

    // Then
    expect(server.reported).toHaveLength(1);
    expect(status().state).toBe("open");
  });
});
