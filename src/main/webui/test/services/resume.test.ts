import { beforeEach, describe, expect, it } from "vitest";
import type { FakeServer } from "./fakeServer.js";
import { newServer, openTab, pass, settle, type Tab } from "./harness.js";

let server: FakeServer;
let tab: Tab;

beforeEach(() => {
  server = newServer();
  tab = openTab(server);
});

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("the first connection", () => {
  it("begins at the end of the log, after a snapshot", async () => {
    // Given
    server.tell("ada", 5);

    // When
    await tab.connect();
    server.tell("ada");

    // Then
    expect(tab.all("snapshot")).toMatchObject([{ cause: "connected", me: { last_seq: 5 } }]);
    expect(server.last("game").url.searchParams.get("since")).toBe("5");
    expect(tab.seqs()).toEqual([6]);
  });

  it("tells how much is unread", async () => {
    // Given
    server.tell("ada", 3);

    // When
    await tab.connect();

    // Then
    expect(tab.all("resumed")).toMatchObject([{ unread: 3, read_up_to: 0, recovered: true }]);
  });
});

describe("a reconnect", () => {
  it("brings what was missed, in order and once, and says that it was missed", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 2);
    server.cut();
    server.tell("ada", 3);

    // When
    await pass(250);
    server.tell("ada");

    // Then
    expect(tab.seqs()).toEqual(range(1, 6));
    const personal = tab.contexts.filter((_, i) => tab.heard[i] && "seq" in tab.heard[i]);
    expect(personal.map(({ replayed }) => replayed)).toEqual([false, false, true, true, true, false]);
    expect(personal.map(({ remaining }) => remaining)).toEqual([0, 0, 2, 1, 0, 0]);
  });

  it("ignores what was delivered already", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 2);

    // When
    server.last("game").say(server.user("ada").log[0] ?? {});

    // Then
    expect(tab.seqs()).toEqual([1, 2]);
  });

  it("mends a hole by resuming", async () => {
    // Given
    await tab.connect();
    const socket = server.last("game");
    socket.open = false;
    server.tell("ada");
    socket.open = true;

    // When
    server.tell("ada");
    expect(tab.seqs()).toEqual([]);
    await pass(250);

    // Then
    expect(tab.seqs()).toEqual([1, 2]);
    expect(socket.closedByClient).toBe(true);
  });
});

describe("when the log no longer reaches back", () => {
  const lose = async () => {
    await tab.connect();
    server.tell("ada", 2);
    server.cut();
    server.tell("ada", 4);
    server.user("ada").pruned = 4;
  };

  it("a snapshot makes up for it, and events go on behind it", async () => {
    // Given
    await lose();

    // When
    await pass(250);
    server.tell("ada");

    // Then
    expect(tab.all("snapshot").at(-1)).toMatchObject({ cause: "unrecovered", me: { last_seq: 6 } });
    expect(tab.seqs()).toEqual([1, 2, 7]);
  });

  it("live events wait for the snapshot", async () => {
    // Given
    await lose();
    let release: () => void = () => undefined;
    const me = { user: { id: "ada", username: "ada" }, last_seq: 6 };
    server.answers.set("/api/me", () => new Promise((resolve) => (release = () => resolve(Response.json(me)))));
    await pass(250);
    server.tell("ada", 2);
    const before = tab.seqs();

    // When
    release();
    await settle();

    // Then
    expect(before).toEqual([1, 2]);
    expect(tab.heard.slice(-3).map((event) => event.type)).toEqual(["snapshot", "points_update", "points_update"]);
    expect(tab.seqs()).toEqual([1, 2, 7, 8]);
  });

  it("and there is no snapshot to be had, everything is tried again", async () => {
    // Given
    await lose();
    server.answers.set("/api/me", () => new Response(null, { status: 503 }));
    await pass(250);
    expect(tab.service.getConnectionStatus("game").state).toBe("waiting");

    // When
    server.answers.clear();
    server.tell("ada");
    await pass(5_000);

    // Then
    expect(tab.all("snapshot").at(-1)?.cause).toBe("unrecovered");
    expect(tab.seqs()).toEqual([1, 2, 7]);
  });

  it("and the socket is lost meanwhile, the next one makes up for it", async () => {
    // Given
    await lose();
    const releases: (() => void)[] = [];
    const me = { user: { id: "ada", username: "ada" }, last_seq: 6 };
    server.answers.set("/api/me", () => new Promise((resolve) => releases.push(() => resolve(Response.json(me)))));
    await pass(250);
    server.cut();
    server.answers.delete("/api/me");

    // When
    await pass(500);
    for (const release of releases) {
      release();
    }
    await settle();

    // Then
    expect(tab.all("snapshot").filter(({ cause }) => cause === "unrecovered")).toHaveLength(1);
  });

  it("and the socket is lost meanwhile, its failure to read is nobody's", async () => {
    // Given
    await lose();
    let fail: () => void = () => undefined;
    server.answers.set("/api/me", () => new Promise((_, reject) => (fail = () => reject(new TypeError("gone")))));
    await pass(250);
    server.cut();
    server.answers.delete("/api/me");
    await pass(500);
    const { failures } = tab.service.getConnectionStatus("game");

    // When
    fail();
    await settle();

    // Then
    expect(tab.service.getConnectionStatus("game")).toMatchObject({ state: "open", failures });
  });

  it("or began anew, the place moves back", async () => {
    // Given
    server.tell("ada", 5);
    await tab.connect();
    server.user("ada").log.length = 1;
    server.cut();

    // When
    await pass(250);
    server.tell("ada");

    // Then
    expect(tab.seqs()).toEqual([2]);
    expect(server.store.get("laurel.since.ada")).toBe("2");
  });
});

describe("a log that lost its last events", () => {
  const cursor = () => server.last("game").url.searchParams;

  it("is not taken for the log of before once it has grown again", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 5);
    server.restore("ada", 3);
    server.door = "blocked";
    server.cut();
    server.tell("ada", 4);

    // When
    server.door = "open";
    await pass(30_000);
    server.tell("ada");

    // Then
    expect(cursor().get("since")).toBe("5");
    expect(cursor().get("sent_at")).toBe("2026-11-23T01:00:00Z");
    expect(tab.all("resumed").at(-1)).toMatchObject({ recovered: false, last_seq: 7 });
    expect(tab.all("snapshot").at(-1)).toMatchObject({ cause: "unrecovered", me: { last_seq: 7 } });
    expect(tab.seqs()).toEqual([1, 2, 3, 4, 5, 8]);
    server.cut();
    await pass(30_000);
    expect(tab.all("resumed").at(-1)).toMatchObject({ recovered: true, from: 8 });
  });

  it("is not taken for the log of before after a reload either", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 5);
    tab.service.disconnect();
    server.restore("ada", 3);
    server.tell("ada", 4);

    // When
    const reloaded = openTab(server);
    await reloaded.connect();

    // Then
    expect(reloaded.all("resumed")).toMatchObject([{ recovered: false }]);
  });

  it("is noticed by polling", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 5);
    server.restore("ada", 3);
    server.door = "blocked";
    server.cut();
    server.tell("ada", 4);

    // When
    await pass(30_000);
    server.tell("ada");
    await pass(5_000);

    // Then
    expect(tab.all("snapshot").at(-1)).toMatchObject({ cause: "unrecovered", me: { last_seq: 7 } });
    expect(tab.seqs().at(-1)).toBe(8);
  });

  it("is resumed by the number alone where an older version left no time", async () => {
    // Given
    server.tell("ada", 3);
    server.store.set("laurel.since.ada", "2");
    server.store.set("laurel.sent_at.ada", "1 2020-01-01T00:00:00Z");

    // When
    await tab.connect();

    // Then
    expect(cursor().has("sent_at")).toBe(false);
    expect(tab.seqs()).toEqual([3]);
  });
});

describe("a reload", () => {
  it("goes on where the page was, however much happened meanwhile", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 2);
    tab.service.disconnect();
    server.tell("ada", 3);

    // When
    const reloaded = openTab(server);
    await reloaded.connect();

    // Then
    expect(reloaded.seqs()).toEqual([3, 4, 5]);
  });

  it("brings again what a hidden page was told, since nobody has seen it", async () => {
    // Given
    await tab.connect();
    server.tell("ada");
    server.setHidden(true);
    server.tell("ada", 2);
    tab.service.disconnect();

    // When
    server.setHidden(false);
    server.store.set("laurel.since.ada", "1");
    const reloaded = openTab(server);
    await reloaded.connect();

    // Then
    expect(reloaded.seqs()).toEqual([2, 3]);
  });

  it("does not bring again what a page was told that has been seen since", async () => {
    // Given
    await tab.connect();
    server.setHidden(true);
    server.tell("ada", 2);
    expect(server.store.get("laurel.since.ada")).toBe("0");

    // When
    server.setHidden(false);

    // Then
    expect(server.store.get("laurel.since.ada")).toBe("2");
  });

  it("begins at the end where nothing sensible was kept", async () => {
    // Given
    server.tell("ada", 2);
    server.store.set("laurel.since.ada", "yesterday");

    // When
    await tab.connect();

    // Then
    expect(server.last("game").url.searchParams.get("since")).toBe("2");
  });

  it("keeps the places of users apart", async () => {
    // Given
    server.tell("ada", 2);
    server.tell("bob", 5);
    await tab.connect();

    // When
    const other = openTab(server, "bob:1");
    await other.connect();

    // Then
    expect(server.last("game").url.searchParams.get("since")).toBe("5");
  });
});

describe("two tabs", () => {
  it("each hear of everything", async () => {
    // Given
    const other = openTab(server);
    await tab.connect();
    await other.connect();

    // When
    server.tell("ada", 2);

    // Then
    expect([tab.seqs(), other.seqs()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it("each make up for what they missed themselves", async () => {
    // Given
    const other = openTab(server);
    await tab.connect();
    await other.connect();
    server.last("game").end(1006);
    server.tell("ada", 2);

    // When
    await pass(250);

    // Then
    expect(other.seqs()).toEqual([1, 2]);
    expect(tab.seqs()).toEqual([1, 2]);
  });

  it.each(["with", "without"])("present an event once between them, %s locks", async (locks) => {
    // Given
    const environment = locks === "with" ? { locks: server.locks } : {};
    const tabs = [openTab(server, "ada:1", environment), openTab(server, "ada:1", environment)];
    for (const each of tabs) {
      await each.connect();
    }
    server.tell("ada", 2);

    // When
    const claims = await Promise.all(
      [1, 2].flatMap((seq) => tabs.map(async ({ service }) => [seq, await service.claim(seq)] as const)),
    );

    // Then
    expect(claims.filter(([, mine]) => mine).map(([seq]) => seq)).toEqual([1, 2]);
    await pass(10_000);
    expect(await tabs[0]?.service.claim(2)).toBe(false);
  });

  it("each present what they were given, though the other be further by then", async () => {
    // Given
    const held = new Set<string>();
    const late: (() => void)[] = [];
    const locks = (isLate: boolean) => ({
      tryLock: (name: string, holder: (free: boolean) => unknown) => {
        const free = !held.has(name);
        held.add(name);
        if (isLate) {
          late.push(() => holder(free));
        } else {
          holder(free);
        }
      },
    });
    const slow = openTab(server, "ada:1", { locks: locks(true) });
    const quick = openTab(server, "ada:1", { locks: locks(false) });
    await slow.connect();
    await quick.connect();
    server.tell("ada", 2);

    // When
    const first = slow.service.claim(1);
    const others = [await quick.service.claim(1), await quick.service.claim(2)];
    for (const answer of late) {
      answer();
    }

    // Then
    expect([await first, ...others]).toEqual([true, false, true]);
  });

  it("do not present again what a tab showed that is gone", async () => {
    // Given
    const gone = openTab(server, "ada:1", { locks: server.locks });
    await gone.connect();
    server.tell("ada");
    await gone.service.claim(1);

    // When
    server.setHidden(true);
    server.setHidden(false);
    await settle();
    const other = openTab(server, "ada:1", { locks: server.locks });
    await other.connect();

    // Then
    expect(await other.service.claim(1)).toBe(false);
  });

  it("present nothing of nobody", async () => {
    expect(await tab.service.claim(1)).toBe(false);
  });
});

describe("reading", () => {
  it("acknowledges over the socket, and says what is left", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 3);

    // When
    await tab.service.markRead(2);

    // Then
    expect(server.user("ada").readUpTo).toBe(2);
    expect(tab.all("unread")).toEqual([{ type: "unread", count: 1, read_up_to: 2 }]);
  });

  it("goes over REST where there is no socket", async () => {
    // Given
    await tab.connect();
    server.tell("ada", 3);
    server.cut();

    // When
    await tab.service.markRead(3);

    // Then
    expect(server.requests).toContain("POST /api/notifications/read");
    expect(tab.all("unread")).toEqual([{ type: "unread", count: 0, read_up_to: 3 }]);
  });

  it("in another tab is heard of", async () => {
    // Given
    await tab.connect();

    // When
    server.last("game").say({ type: "unread", count: 3, read_up_to: 57 });

    // Then
    expect(tab.all("unread")).toEqual([{ type: "unread", count: 3, read_up_to: 57 }]);
  });
});
