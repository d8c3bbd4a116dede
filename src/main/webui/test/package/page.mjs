// A page with the packed package, run by check-package in a project with one version of React.
import assert from "node:assert/strict";
import { after, test } from "node:test";

const { JSDOM } = await import(process.env.JSDOM_MODULE);
const dom = new JSDOM('<div id="root"></div>', { url: "https://courses.example.org/" });
for (const name of ["window", "document", "navigator", "localStorage", "HTMLElement"]) {
  Object.defineProperty(globalThis, name, { value: dom.window[name] });
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

const sockets = [];
globalThis.WebSocket = class {
  constructor(url) {
    this.url = url;
    sockets.push(this);
    queueMicrotask(() => this.onopen());
  }

  send() {}

  close() {}
};
const ANSWERS = {
  "/api/me": {
    user: { id: "ada", username: "ada" },
    total_points: 5,
    global_rank: 1,
    current_streak: 2,
    achievements: [],
    unread: 0,
    last_seq: 0,
  },
  "/api/ws-tickets": { ticket: "t", expires_in: 30 },
};
globalThis.fetch = async (url) => Response.json(ANSWERS[new URL(url).pathname]);

const { act, createElement: h, StrictMode, version } = await import("react");
const { createRoot } = await import("react-dom/client");
const { renderToString } = await import("react-dom/server");
const { GamificationProvider, NotificationToasts, useGamification, websocketService } = await import("laurel-client");

after(() => {
  websocketService.disconnect();
  dom.window.close();
});

function Header() {
  const { user, points } = useGamification();
  return h("p", null, `${user?.username ?? "nobody"}: ${points} points`);
}

function Page() {
  const options = { baseUrl: "https://laurel.example.org", token: () => "token" };
  return h(GamificationProvider, options, h(Header), h(NotificationToasts));
}

async function shows(text) {
  for (let tries = 0; tries < 200 && !document.body.textContent.includes(text); tries++) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  }
  assert.ok(document.body.textContent.includes(text), `"${text}" is missing in "${document.body.textContent}"`);
}

test("runs with the version of React that it is meant for", () => {
  assert.equal(version.split(".")[0], process.env.REACT_MAJOR);
});

test("is rendered by a server", () => {
  assert.match(renderToString(h(Page)), /nobody: 0 points/);
});

test("shows points and toasts as events arrive", async () => {
  // Given
  const root = createRoot(document.getElementById("root"));
  await act(async () => root.render(h(StrictMode, null, h(Page))));
  await shows("ada: 5 points");

  // When
  const event = { old_points: 5, new_points: 12, points_earned: 7, source: "adjustment", seq: 1, sent_at: "" };
  const game = sockets.findLast(({ url }) => url.includes("/ws/game/"));
  await act(async () => game.onmessage({ data: JSON.stringify({ type: "points_update", ...event }) }));

  // Then
  await shows("ada: 12 points");
  await shows("+7");
  await act(async () => root.unmount());
});
