import { beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocketService, websocketService } from "../../src/services/websocketService.js";
import type { FakeServer } from "./fakeServer.js";
import { newServer, openTab, pass, settle, type Tab } from "./harness.js";

let server: FakeServer;
let tab: Tab;

beforeEach(() => {
  server = newServer();
  tab = openTab(server);
});

describe("one socket per type", () => {
  it("is shared by all who want it", async () => {
    // When
    await tab.connect();
    await tab.connect();

    // Then
    expect(server.all("game")).toHaveLength(1);
  });

  it("stays open until the last one gives it up", async () => {
    // Given
    await tab.connect();
    const release = tab.service.connect("game");

    // When
    release();
    release();
    await settle();

    // Then
    expect(server.live("game")).toHaveLength(1);
  });

  it("is closed when nobody wants it any more", async () => {
    // Given
    const release = tab.service.connect("game", { token: "ada:1", tickets: false });
    await settle();

    // When
    release();
    await settle();
    server.last("game").end(1006);
    await pass(60_000);

    // Then
    expect(server.last("game").closedByClient).toBe(true);
    expect(tab.service.getConnectionStatus("game")).toMatchObject({ state: "idle", closeCode: undefined });
    expect(server.all("game")).toHaveLength(1);
  });

  it("is not closed by one who wanted it before it was closed for all", async () => {
    // Given
    const release = tab.service.connect("game", { token: "ada:1", tickets: false });
    await settle();
    tab.service.disconnect();
    await tab.connect();

    // When
    release();
    await settle();

    // Then
    expect(server.live("game")).toHaveLength(1);
  });

  it("is kept for one who comes back at once", async () => {
    // Given
    const release = tab.service.connect("game", { token: "ada:1", tickets: false });
    await settle();

    // When
    release();
    tab.service.connect("game");
    await settle();

    // Then
    expect(server.all("game")).toHaveLength(1);
    expect(server.live("game")).toHaveLength(1);
  });

  it("is closed for all by disconnect, of its own type or of both", async () => {
    // Given
    await tab.connect();
    tab.service.connect("leaderboard");
    await settle();

    // When
    tab.service.disconnect("game");
    const left = server.sockets.filter(({ open }) => open).map(({ type }) => type);
    tab.service.disconnect();

    // Then
    expect(left).toEqual(["leaderboard"]);
    expect(server.sockets.some(({ open }) => open)).toBe(false);
  });
});

describe("listeners", () => {
  it("hear the type they asked for, until they don't", async () => {
    // Given
    const heard: number[] = [];
    const listener = ({ seq }: { seq: number }) => heard.push(seq);
    tab.service.addEventListener("points_update", listener);
    tab.service.addEventListener("points_update", listener);
    await tab.connect();
    server.tell("ada");

    // When
    tab.service.removeEventListener("points_update", listener);
    tab.service.removeEventListener("streak_update", () => undefined);
    server.tell("ada");

    // Then
    expect(heard).toEqual([1]);
  });

  it("may leave while they are being told", async () => {
    // Given
    const heard: string[] = [];
    const leave = tab.service.addEventListener("points_update", () => {
      heard.push("first");
      leave();
    });
    tab.service.addEventListener("points_update", () => heard.push("second"));
    await tab.connect();

    // When
    server.tell("ada", 2);

    // Then
    expect(heard).toEqual(["first", "second", "second"]);
  });

  it("that throw harm nobody", async () => {
    // Given
    tab.service.addEventListener("points_update", () => {
      throw new Error("a bug of the page");
    });
    await tab.connect();

    // When
    server.tell("ada", 2);

    // Then
    expect(tab.seqs()).toEqual([1, 2]);
    expect(server.reported).toHaveLength(2);
    expect(tab.service.getConnectionStatus("game").state).toBe("open");
  });

  it("are told of every change of status, which is the same object until the next", async () => {
    // Given
    const before = tab.service.getConnectionStatus("game");

    // When
    await tab.connect();
    const after = tab.service.getConnectionStatus("game");

    // Then
    expect(tab.all("status").map(({ status }) => status.state)).toEqual(["connecting", "open"]);
    expect(before).not.toBe(after);
    expect(tab.service.getConnectionStatus("game")).toBe(after);
  });
});

describe("sendMessage", () => {
  it("says whether the frame is on its way", async () => {
    // Given
    const before = tab.service.sendMessage("game", { type: "hello" });
    await tab.connect();

    // When
    const after = tab.service.sendMessage("game", { type: "hello" });
    await settle();

    // Then
    expect([before, after]).toEqual([false, true]);
    expect(tab.all("echo")).toEqual([]);
  });

  it("of anything else on the leaderboard socket is sent as it is", async () => {
    // Given
    tab.service.connect("leaderboard", { token: "ada:1", tickets: false });
    await settle();

    // When
    tab.service.sendMessage("leaderboard", { type: "whatever" });

    // Then
    expect(server.last("leaderboard").sent).toEqual([{ type: "whatever" }]);
  });
});

describe("addresses", () => {
  it.each([
    [undefined, "wss://laurel.test/app/ws/game/"],
    ["http://other.test:8080", "ws://other.test:8080/ws/game/"],
    ["https://other.test/laurel", "wss://other.test/laurel/ws/game/"],
    ["/laurel/", "wss://laurel.test/laurel/ws/game/"],
  ])("from %s lead to %s", async (baseUrl, expected) => {
    // When
    await tab.connect(baseUrl === undefined ? {} : { baseUrl });

    // Then
    const { url } = server.last("game");
    expect(url.origin + url.pathname).toBe(expected);
  });
});

describe("in a browser", () => {
  it("the common service is there, and idle", () => {
    expect(websocketService.getConnectionStatus("game").state).toBe("idle");
  });

  it("everything is taken from it", async () => {
    // Given
    const listeners: Record<string, () => void> = {};
    const target = {
      addEventListener: (name: string, listener: () => void) => (listeners[name] = listener),
      removeEventListener: (name: string) => delete listeners[name],
    };
    const opened: string[] = [];
    vi.stubGlobal("window", target);
    vi.stubGlobal("document", { ...target, visibilityState: "visible", baseURI: "https://page.test/" });
    vi.stubGlobal("navigator", { onLine: true, locks: { request: lockOnce() } });
    vi.stubGlobal("localStorage", { getItem: (key: string) => (key.includes("since") ? "3" : null), setItem: vi.fn() });
    vi.stubGlobal(
      "WebSocket",
      class {
        constructor(url: string) {
          opened.push(url);
        }
      },
    );
    vi.stubGlobal("fetch", async () => Response.json({ user: { id: "ada", username: "ada" }, last_seq: 5 }));
    const { browserEnvironment } = await import("../../src/services/environment.js");
    const environment = browserEnvironment();

    // When
    const service = new WebSocketService(environment);
    service.connect("game", { token: "t", tickets: false });
    await settle();

    // Then
    expect(opened).toEqual(["wss://page.test/ws/game/?since=3&token=t"]);
    expect(Object.keys(listeners).sort()).toEqual(["offline", "online", "pageshow", "visibilitychange"]);
    expect(await service.claim(4)).toBe(true);
    expect(environment.random()).toBeLessThan(1);
    const stop = environment.onChange(() => undefined);
    stop();
    expect(listeners).toEqual({});
  });

  it("what it lacks is done without", async () => {
    // Given
    vi.stubGlobal("localStorage", {
      getItem: () => {
        throw new Error("forbidden");
      },
      setItem: () => {
        throw new Error("full");
      },
    });
    vi.stubGlobal("WebSocket", undefined);
    vi.stubGlobal("navigator", undefined);
    const complaint = vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.stubGlobal("reportError", undefined);
    const { browserEnvironment } = await import("../../src/services/environment.js");

    // When
    const environment = browserEnvironment();
    environment.storage.write("a", "b");
    environment.report(new Error("x"));

    // Then
    expect(environment.storage.read("a")).toBeNull();
    expect([environment.openSocket, environment.locks]).toEqual([undefined, undefined]);
    expect([environment.isOnline(), environment.isHidden()]).toEqual([true, false]);
    expect(complaint).toHaveBeenCalledOnce();
    environment.onChange(() => undefined)();
  });

  it("errors of nobody in particular go where the browser puts them", async () => {
    // Given
    const reportError = vi.fn();
    vi.stubGlobal("reportError", reportError);
    const { browserEnvironment } = await import("../../src/services/environment.js");

    // When
    browserEnvironment().report("x");

    // Then
    expect(reportError).toHaveBeenCalledWith("x");
  });
});

function lockOnce() {
  return async (_name: string, _options: object, holder: (lock: object | null) => unknown) => void holder({});
}
