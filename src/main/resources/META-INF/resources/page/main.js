import { call } from "./api.js";
import { BoardView } from "./board.js";
import { byId, dress, element } from "./dom.js";
import { describe } from "./events.js";
import { Feed } from "./feed.js";
import { Profile } from "./profile.js";
import { Session } from "./session.js";
import { LiveSocket } from "./socket.js";
import { Toasts } from "./toasts.js";

const HISTORY = 20;
const TOASTS_AT_ONCE = 3;
const ACK_MS = 2_000;
/** A hiccup shorter than this is nobody's business. */
const OUTAGE_MS = 1_500;

const EXERCISES = ["Binary Search", "Two Pointers", "Graph Walks", "Hash Maps", "Recursion", "Sorting"];

const toasts = new Toasts();
const profile = new Profile();
const feed = new Feed();

let demo = null;
let live = null;

/** Everything that lives from signing in to signing out. */
class Live {
  #session;
  #user;
  #board;
  #game;
  #boards;
  #seq = 0;
  #replayTo = 0;
  #replayed = [];
  #open = { game: false, boards: false };
  #outageTimer;
  #ackTimer;

  constructor(session) {
    this.#session = session;
  }

  async begin() {
    await this.#load();
    this.#board = new BoardView(
      this.#user.id,
      (frame) => this.#boards?.send(frame) ?? false,
      (rank, of) => profile.rank(rank, of),
    );
    if (demo) {
      this.#board.offer(demo.class.id, demo.class.name, demo.class.id);
    }
    this.#showConnection("Connecting…", "waiting");
    this.#game = this.#socket("game", {
      path: "ws/game/",
      query: () => ({ since: this.#seq }),
      probe: { type: "ping" },
      onFrame: (frame) => this.#gameFrame(frame),
    });
    this.#boards = this.#socket("boards", {
      path: "ws/leaderboard/",
      probe: { type: "request_user_rank" },
      onFrame: (frame) => this.#boardFrame(frame),
    });
  }

  end() {
    this.#game?.stop();
    this.#boards?.stop();
    clearTimeout(this.#outageTimer);
    clearTimeout(this.#ackTimer);
    this.#session.end();
  }

  async submit() {
    const exercise = EXERCISES[Math.floor(Math.random() * EXERCISES.length)];
    await this.#session.submitAsGrader({
      source: "page",
      submission_id: crypto.randomUUID(),
      user: this.#user,
      class_id: demo.class.id,
      kind: "practice",
      problem: { id: `page-${crypto.randomUUID()}`, title: exercise, points: 25 },
      score: 60 + 5 * Math.floor(Math.random() * 9),
      max_score: 100,
      attempt_number: 1,
    });
  }

  async #load() {
    const me = await this.#session.call("api/me");
    const since = Math.max(0, me.last_seq - HISTORY);
    const recent = await this.#session.call(`api/notifications?since=${since}&limit=${HISTORY}`);
    this.#user = me.user;
    this.#seq = me.last_seq;
    profile.show(me);
    feed.clear();
    recent.items
      .filter((frame) => frame.seq <= me.last_seq)
      .forEach((frame) => {
        const message = describe(frame);
        if (message) {
          feed.add(message, frame.sent_at, false);
        }
      });
    byId("account-name").textContent = me.user.username;
    dress(byId("account-avatar"), me.user);
  }

  #socket(name, options) {
    return new LiveSocket({
      session: this.#session,
      onState: (open) => this.#state(name, open),
      onStop: (reason) => signedOut(reason || "The server has ended this session."),
      ...options,
    });
  }

  #state(name, open) {
    this.#open[name] = open;
    if (this.#open.game && this.#open.boards) {
      clearTimeout(this.#outageTimer);
      this.#outageTimer = undefined;
      this.#showConnection("Live", "open");
    } else {
      this.#outageTimer ??= setTimeout(
        () => this.#showConnection(navigator.onLine ? "Reconnecting…" : "Offline", "waiting"),
        OUTAGE_MS,
      );
    }
  }

  #showConnection(text, state) {
    const pill = byId("connection");
    pill.hidden = false;
    pill.dataset.state = state;
    if (pill.textContent !== text) {
      pill.textContent = text;
    }
  }

  #gameFrame(frame) {
    if (frame.type === "resumed") {
      this.#resumed(frame);
    } else if (frame.type === "token_expiring") {
      this.#refreshToken();
    } else if (frame.seq > this.#seq) {
      this.#seq = frame.seq;
      this.#event(frame);
      this.#acknowledge();
    }
  }

  #resumed(frame) {
    this.#replayed = [];
    this.#replayTo = frame.recovered ? frame.last_seq : 0;
    if (!frame.recovered) {
      this.#load().catch((error) => toasts.alert("Your events could not be read", error.message));
    }
  }

  #event(frame) {
    if (frame.type === "points_update") {
      profile.points(frame.new_points, frame.points_earned);
      this.#board.refreshOwn();
    } else if (frame.type === "streak_update") {
      profile.streak(frame.current_streak);
    } else if (frame.type === "achievement_earned") {
      profile.earn(frame.achievement);
    }
    const message = describe(frame);
    if (message) {
      feed.add(message, frame.sent_at, true);
    }
    if (frame.seq > this.#replayTo) {
      message && toasts.show(message);
    } else {
      message && this.#replayed.push(message);
      if (frame.seq === this.#replayTo) {
        this.#tellReplayed();
      }
    }
  }

  /** What was missed is told in one message, unless it was little. */
  #tellReplayed() {
    if (this.#replayed.length > TOASTS_AT_ONCE) {
      toasts.show({
        icon: "catch-up",
        title: `${this.#replayed.length} things happened`,
        text: "while you were away. They are among your events.",
        points: this.#replayed.reduce((sum, message) => sum + (message.points ?? 0), 0),
      });
    } else {
      this.#replayed.forEach((message) => toasts.show(message));
    }
    this.#replayed = [];
  }

  #acknowledge() {
    this.#ackTimer ??= setTimeout(() => {
      this.#ackTimer = undefined;
      if (!document.hidden) {
        this.#game.send({ type: "ack", seq: this.#seq });
      }
    }, ACK_MS);
  }

  async #refreshToken() {
    try {
      const frame = { type: "refresh_token", token: await this.#session.renew() };
      this.#game.send(frame);
      this.#boards.send(frame);
    } catch {
      // The sockets close when the token ends, and say so then.
    }
  }

  #boardFrame(frame) {
    if (frame.type === "initial_user_rank") {
      this.#board.request();
    }
    this.#board.receive(frame);
  }
}

async function signIn(open) {
  const session = await open();
  live?.end();
  live = new Live(session);
  await live.begin();
  byId("welcome").hidden = true;
  byId("dashboard").hidden = false;
  byId("account").hidden = false;
  byId("submit").hidden = byId("submit-hint").hidden = !demo;
}

function signedOut(reason) {
  live?.end();
  live = null;
  byId("dashboard").hidden = true;
  byId("account").hidden = true;
  byId("connection").hidden = true;
  byId("welcome").hidden = false;
  byId("token-error").textContent = "";
  if (reason) {
    toasts.alert("Signed out", reason);
  }
}

function welcome() {
  byId("welcome-lead").textContent = demo
    ? `${demo.class.name} is at work. Be one of its students, and see your points, ranks and achievements move as submissions are graded.`
    : "Sign in to see your points, ranks and achievements move as submissions are graded.";
  byId("people").hidden = !demo;
  byId("token-details").open = !demo;
  byId("people-list").replaceChildren(
    ...(demo?.users ?? []).map((user) => {
      const button = element(
        "button",
        "person",
        dress(element("span", "avatar"), user),
        element("span", "", user.username),
        user.role === "instructor" ? element("span", "role", "instructor") : null,
      );
      button.firstChild.setAttribute("aria-hidden", "true");
      button.type = "button";
      button.onclick = () =>
        signIn(() => Session.ofDemo(user.id)).catch((error) => toasts.alert("Nobody is let in", error.message));
      return element("li", "", button);
    }),
  );
  byId("welcome").hidden = false;
}

byId("token-form").onsubmit = (event) => {
  event.preventDefault();
  const token = byId("token").value.trim();
  byId("token-error").textContent = "";
  signIn(async () => new Session(token, null)).then(
    () => (byId("token").value = ""),
    (error) => {
      signedOut();
      byId("token-error").textContent = error.status === 401 ? "This token is not accepted." : error.message;
    },
  );
};

byId("sign-out").onclick = () => {
  signedOut();
  byId("content").focus();
};

byId("submit").onclick = async (event) => {
  const button = event.currentTarget;
  button.disabled = true;
  try {
    await live.submit();
  } catch (error) {
    toasts.alert("Not submitted", error.message);
  } finally {
    button.disabled = false;
  }
};

demo = await call("demo/users").catch(() => null);
welcome();
const restored = Session.restored();
if (restored) {
  signIn(async () => restored).catch((error) => signedOut(error.message));
}
