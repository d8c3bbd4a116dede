import { beforeEach, describe, expect, it, vi } from "vitest";
import { browserEnvironment } from "../../src/services/environment.js";
import type { ConnectOptions } from "../../src/services/websocketService.js";
import type { FakeServer } from "./fakeServer.js";
import { newServer, openTab, pass, settle, type Tab } from "./harness.js";

const ELSEWHERE = "https://laurel.example.org";
const NO_TOKEN = "There is no token: pass one as `token`, or call setAuthToken.";
const ADDRESS = "Laurel does not answer at https://laurel.test/app/: check `baseUrl`, and that the service is running.";
const ADDRESS_ELSEWHERE = ADDRESS.replace("https://laurel.test/app/", `${ELSEWHERE}/`);
const ORIGIN = `Laurel at ${ELSEWHERE}/ refuses pages of this origin: add it to LAUREL_HTTP_ORIGINS of the service.`;

let server: FakeServer;
let tab: Tab;

beforeEach(() => {
  server = newServer();
  tab = openTab(server);
});

/** Both connections for some minutes, which fail again and again. */
async function connectBoth(options: ConnectOptions = {}): Promise<void> {
  tab.service.connect("game", options);
  tab.service.connect("leaderboard");
  await pass(300_000);
}

const html = (status: number) => () =>
  new Response("<!doctype html>", { status, headers: { "Content-Type": "text/html" } });

describe("a mistake is said in one sentence, once", () => {
  it("no token", async () => {
    // When
    await connectBoth();
    await connectBoth();

    // Then
    expect(server.warned).toEqual([NO_TOKEN]);
  });

  it.each<[string, ConnectOptions]>([
    ["a string", { token: "" }],
    ["a function", { token: () => "" }],
    ["a function of a page without types", { token: () => null as unknown as string }],
  ])("an empty token of %s", async (_, options) => {
    // When
    await connectBoth(options);

    // Then
    expect(server.warned).toEqual([NO_TOKEN]);
    expect(server.requests).toEqual([]);
  });

  it("a refused token that nobody can renew", async () => {
    // Given
    server.rejectedTokens.add("ada:1");

    // When
    await connectBoth({ token: "ada:1" });

    // Then
    expect(server.warned).toEqual([
      "The token has expired or is not valid: pass a function as `token` that gets another.",
    ]);
  });

  it("a refused token that is given again", async () => {
    // Given
    server.rejectedTokens.add("ada:1");

    // When
    await connectBoth({ token: () => "ada:1" });

    // Then
    expect(server.warned).toEqual([
      "The token has expired or is not valid, and the `token` function gave the same one again.",
    ]);
  });

  it("a refused token, and another that is refused as well", async () => {
    // Given
    server.rejectedTokens.add("ada:1").add("ada:2");
    let count = 0;

    // When
    await connectBoth({ token: () => `ada:${++count}` });

    // Then
    expect(server.warned).toEqual(["The service does not accept the token."]);
  });

  it("an origin that is not allowed", async () => {
    // Given
    server.originAllowed = false;

    // When
    await connectBoth({ token: "ada:1", baseUrl: ELSEWHERE });

    // Then
    expect(server.warned).toEqual([ORIGIN]);
  });

  it("an origin that is not allowed, as the page may read", async () => {
    // Given
    server.answers.set("/api/me", () => Response.json({ status: 403 }, { status: 403 }));

    // When
    await connectBoth({ token: "ada:1", baseUrl: ELSEWHERE });

    // Then
    expect(server.warned).toEqual([ORIGIN]);
  });

  it.each<[string, string]>([
    ["the page's own address", ""],
    ["another", ELSEWHERE],
  ])("nobody at %s", async (_, baseUrl) => {
    // Given
    server.restDown = true;

    // When
    await connectBoth({ token: "ada:1", baseUrl });

    // Then
    expect(server.warned).toEqual([baseUrl === "" ? ADDRESS : ADDRESS_ELSEWHERE]);
  });

  it.each([200, 404])("a web server that is not Laurel, and answers %i", async (status) => {
    // Given
    server.answers.set("/api/me", html(status));

    // When
    await connectBoth({ token: "ada:1" });

    // Then
    expect(server.warned).toEqual([ADDRESS]);
  });

  it("another API", async () => {
    // Given
    server.answers.set("/api/me", () => Response.json({}, { status: 404 }));

    // When
    await connectBoth({ token: "ada:1" });

    // Then
    expect(server.warned).toEqual([ADDRESS]);
  });

  it("an address that is none", async () => {
    // When
    await connectBoth({ token: "ada:1", baseUrl: "https://" });

    // Then
    expect(server.warned).toEqual([ADDRESS.replace("https://laurel.test/app/", "this address")]);
  });
});

describe("what is no mistake is not taken for one:", () => {
  it("a token that comes a moment later", async () => {
    // When
    tab.service.connect("game");
    tab.service.connect("leaderboard", { token: "ada:1" });
    await settle();

    // Then
    expect(server.warned).toEqual([]);
    expect(tab.service.getConnectionStatus("game").state).toBe("open");
  });

  it("a token that expired and was renewed", async () => {
    // Given
    let count = 0;
    await tab.connect({ token: () => `ada:${++count}` });
    server.rejectedTokens.add("ada:1");

    // When
    server.cut(4401);
    await pass(60_000);

    // Then
    expect(server.warned).toEqual([]);
  });

  it("an outage", async () => {
    // Given
    await tab.connect();
    server.restDown = true;
    server.door = "blocked";

    // When
    server.cut();
    await pass(300_000);

    // Then
    expect(server.warned).toEqual([]);
  });

  it("an outage at the beginning, of which a proxy tells", async () => {
    // Given
    server.answers.set("/api/me", html(502));

    // When
    await connectBoth({ token: "ada:1" });

    // Then
    expect(server.warned).toEqual([]);
  });

  it("a page without a network", async () => {
    // Given
    server.online = false;
    server.restDown = true;

    // When
    await connectBoth({ token: "ada:1" });

    // Then
    expect(server.warned).toEqual([]);
  });

  it("one request that failed", async () => {
    // Given
    server.originAllowed = false;
    tab.service.connect("game", { token: "ada:1", baseUrl: ELSEWHERE });
    await settle();

    // When
    server.originAllowed = true;
    await pass(60_000);

    // Then
    expect(server.warned).toEqual([]);
  });
});

describe("the probe of a service that never answered", () => {
  it("is sent every 30 seconds at most", async () => {
    // Given
    server.restDown = true;

    // When
    await connectBoth({ token: "ada:1", baseUrl: ELSEWHERE });

    // Then
    const probes = server.requests.filter((request) => request.endsWith(" /"));
    expect(probes.length).toBeGreaterThan(1);
    expect(probes.length).toBeLessThanOrEqual(11);
  });
});

describe("in a browser", () => {
  it("sentences go to the console, with the name of the package", () => {
    // Given
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);

    // When
    browserEnvironment().warn(NO_TOKEN);

    // Then
    expect(warn.mock.calls).toEqual([[`laurel-client: ${NO_TOKEN}`]]);
  });
});
