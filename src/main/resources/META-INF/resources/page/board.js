import { byId, calm, dress, element, number } from "./dom.js";

const MOVE_MS = 450;
const OWN_RANK_MS = 300;
export const PAGE_SIZE = 10;

/**
 * The board in view, kept up to date by the socket. Rows keep their identity, so that they move to their new places
 * instead of being replaced.
 */
export class BoardView {
  #user;
  #send;
  #onRank;
  #boards = new Map();
  #current = "global";
  #rows = new Map();
  #ranks = new Map();
  #ownTimer;

  /**
   * @param {string} user the id of the user whose row stands out
   * @param {(frame: object) => boolean} send
   * @param {(rank: number?, total: number?) => void} onRank called with the user's place on the board in view
   */
  constructor(user, send, onRank) {
    this.#user = user;
    this.#send = send;
    this.#onRank = onRank;
    byId("tabs").replaceChildren();
    byId("rows").replaceChildren();
    this.offer("global", "Everyone", null);
    byId("previous").onclick = () => this.#turn(-1);
    byId("next").onclick = () => this.#turn(1);
    byId("tabs").onkeydown = (event) => this.#key(event);
  }

  /** Offers a board; does nothing the second time. */
  offer(key, name, classId) {
    if (this.#boards.has(key)) {
      return;
    }
    const tab = element("button", "tab", name);
    tab.type = "button";
    tab.id = `tab-${this.#boards.size}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", "board");
    tab.onclick = () => this.select(key);
    byId("tabs").append(tab);
    this.#boards.set(key, { classId, tab, page: 1, data: null, rank: null, own: null });
    this.#markTabs();
  }

  select(key) {
    if (key === this.#current) {
      return;
    }
    this.#current = key;
    this.#rows.clear();
    this.#ranks.clear();
    byId("rows").replaceChildren();
    this.#markTabs();
    this.#render();
    this.request();
  }

  /** Asks for the board in view, as after a connection was lost. */
  request() {
    const board = this.#boards.get(this.#current);
    this.#send({ type: "request_leaderboard", ...this.#address(board), page: board.page, page_size: PAGE_SIZE });
    this.#send({ type: "request_user_rank", ...this.#address(board) });
  }

  /** The user's own numbers have changed; a page on which they are not says nothing of that. */
  refreshOwn() {
    this.#ownTimer ??= setTimeout(() => {
      this.#ownTimer = undefined;
      this.#send({ type: "request_user_rank", ...this.#address(this.#boards.get(this.#current)) });
    }, OWN_RANK_MS);
  }

  receive(frame) {
    switch (frame.type) {
      case "initial_global_leaderboard":
      case "leaderboard_data":
      case "leaderboard_update":
        this.#page(this.#board(frame), frame.data);
        break;
      case "initial_user_rank":
      case "user_rank_data":
        this.#place(this.#board(frame), frame.data.user_rank, frame.data.user_data);
        break;
      case "rank_change":
        this.#place(this.#board(frame), frame.new_rank, undefined);
        this.refreshOwn();
        break;
    }
  }

  /** Boards of classes that nobody has announced are met in the frames themselves. */
  #board(frame) {
    const key = frame.class_id ?? "global";
    this.offer(key, frame.class_id, frame.class_id);
    return this.#boards.get(key);
  }

  #page(board, data) {
    if (data.pagination.page !== board.page) {
      return; // a push that crossed the request for another page
    }
    board.data = data;
    if (board === this.#boards.get(this.#current)) {
      this.#render();
    }
  }

  #place(board, rank, own) {
    board.rank = rank;
    if (own !== undefined) {
      board.own = own;
    }
    if (board === this.#boards.get(this.#current)) {
      this.#render();
    }
  }

  #turn(by) {
    this.#boards.get(this.#current).page += by;
    this.#ranks.clear();
    this.request();
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const keys = [...this.#boards.keys()];
      this.select(keys[(keys.indexOf(this.#current) + step + keys.length) % keys.length]);
      this.#boards.get(this.#current).tab.focus();
    }
  }

  #markTabs() {
    this.#boards.forEach(({ tab }, key) => {
      tab.setAttribute("aria-selected", key === this.#current);
      tab.tabIndex = key === this.#current ? 0 : -1;
    });
  }

  #address(board) {
    return board.classId === null
      ? { leaderboard_type: "global" }
      : { leaderboard_type: "class", class_id: board.classId };
  }

  #render() {
    const board = this.#boards.get(this.#current);
    const { data } = board;
    const total = data?.pagination.total_count ?? 0;
    const listed = data?.entries.find((entry) => entry.user.id === this.#user);
    this.#onRank(listed?.rank ?? board.rank, total);
    byId("board-empty").hidden = !data || total > 0;
    this.#renderPager(data?.pagination);
    if (data) {
      this.#renderRows(data.entries);
      this.#renderOwn(board, listed);
    }
  }

  #renderRows(entries) {
    const body = byId("rows");
    const before = new Map([...this.#rows].map(([id, row]) => [id, row.getBoundingClientRect().top]));
    const best = Math.max(1, ...entries.map((entry) => entry.total_points));
    const present = new Set(entries.map((entry) => entry.user.id));
    this.#rows.forEach((row, id) => {
      if (!present.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    });
    entries.forEach((entry, place) => {
      const row = this.#rows.get(entry.user.id) ?? this.#newRow(entry.user);
      this.#fill(row, entry, this.#ranks.get(entry.user.id));
      row.style.setProperty("--part", entry.total_points / best);
      if (body.children[place] !== row) {
        body.insertBefore(row, body.children[place] ?? null);
      }
    });
    this.#ranks = new Map(entries.map((entry) => [entry.user.id, entry.rank]));
    if (!calm.matches && !document.hidden) {
      this.#glide(before);
    }
  }

  /** Lets every row travel from where it was to where it is. */
  #glide(before) {
    const moves = [];
    this.#rows.forEach((row, id) => {
      row.getAnimations().forEach((animation) => animation.id === "glide" && animation.cancel());
      moves.push([row, before.has(id) ? before.get(id) - row.getBoundingClientRect().top : null]);
    });
    moves.forEach(([row, distance]) => {
      const options = { duration: MOVE_MS, easing: "cubic-bezier(.2, .8, .2, 1)", id: "glide" };
      if (distance === null) {
        row.animate([{ opacity: 0 }, { opacity: 1 }], options);
      } else if (Math.abs(distance) > 1) {
        row.animate([{ transform: `translateY(${distance}px)` }, { transform: "none" }], options);
      }
    });
  }

  #newRow(user) {
    const row = this.#emptyRow(user);
    this.#rows.set(user.id, row);
    return row;
  }

  #emptyRow(user) {
    const own = user.id === this.#user;
    const student = element("th", "student");
    student.scope = "row";
    student.append(
      element(
        "span",
        "who",
        dress(element("span", "avatar"), user),
        element("span", "name", user.username),
        own ? element("span", "you", "you") : null,
      ),
    );
    student.querySelector(".avatar").setAttribute("aria-hidden", "true");
    const row = element(
      "tr",
      own ? "own" : "",
      element("td", "rank"),
      element("td", "move"),
      student,
      element("td", "number solved"),
      element("td", "number total"),
    );
    if (own) {
      row.setAttribute("aria-current", "true");
    }
    return row;
  }

  #fill(row, entry, oldRank) {
    const [rank, move, , solved, total] = row.children;
    const place = element("span", "place", entry.tied ? `=${entry.rank}` : String(entry.rank));
    place.dataset.rank = entry.rank;
    rank.replaceChildren(place);
    solved.textContent = number(entry.completed_problems);
    const points = number(entry.total_points);
    if (total.textContent !== points) {
      if (total.textContent && !calm.matches) {
        total.animate([{ color: "var(--accent)" }, { color: "var(--ink)" }], 1500);
      }
      total.textContent = points;
    }
    const up = oldRank === undefined ? 0 : oldRank - entry.rank;
    if (up !== 0) {
      const arrow = element("span", up > 0 ? "up" : "down", up > 0 ? "▲" : "▼", String(Math.abs(up)));
      arrow.setAttribute("aria-label", `${up > 0 ? "up" : "down"} ${Math.abs(up)}`);
      arrow.setAttribute("role", "img");
      move.replaceChildren(arrow);
    }
  }

  /** The user's own row below the page, where the page does not have it. */
  #renderOwn(board, listed) {
    const body = byId("own-row");
    const apart = !listed && board.rank !== null && board.own;
    body.hidden = !apart;
    body.replaceChildren();
    if (apart) {
      const row = this.#emptyRow(board.own.user);
      this.#fill(row, { ...board.own, rank: board.rank }, undefined);
      body.append(row);
    }
  }

  #renderPager(pagination) {
    const many = pagination && pagination.total_pages > 1;
    byId("previous").disabled = !many || !pagination.has_previous;
    byId("next").disabled = !many || !pagination.has_next;
    const from = pagination ? (pagination.page - 1) * pagination.page_size + 1 : 0;
    byId("page-range").textContent =
      pagination && pagination.total_count > 0
        ? `${number(from)}–${number(Math.min(from + pagination.page_size - 1, pagination.total_count))} of ${number(pagination.total_count)}`
        : "";
  }
}
