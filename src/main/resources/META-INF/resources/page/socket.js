const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 10_000;
const RATE_LIMIT_DELAY_MS = 5_000;
const STABLE_MS = 5_000;
const PROBE_MS = 25_000;
const SILENCE_MS = 10_000;

const TOKEN_EXPIRED = 4401;
const RATE_LIMITED = 4429;
const STOP_FROM = 4450;
const STOP_TO = 4499;

/**
 * A socket that comes back: after a random delay that grows with every failure, at once when the network returns, and
 * not at all when the server says stop or nobody is let in any more.
 */
export class LiveSocket {
  #options;
  #socket = null;
  #attempt = 0;
  #failures = 0;
  #stopped = false;
  #timers = {};

  /**
   * @param {object} options
   * @param {string} options.path such as "ws/game/"
   * @param {Session} options.session whose credential opens it
   * @param {() => object} [options.query] asked for with every connection
   * @param {object} options.probe a frame that the server answers
   * @param {(frame: object) => void} options.onFrame
   * @param {(open: boolean) => void} options.onState
   * @param {(reason: string, denied: boolean) => void} options.onStop called once, when it will not come back; denied
   *     when it is the user who is not let in
   */
  constructor(options) {
    this.#options = options;
    addEventListener("online", this.#online);
    this.#connect();
  }

  /** Whether the frame could be sent. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  stop() {
    this.#stopped = true;
    this.#attempt++;
    this.#clearTimers();
    removeEventListener("online", this.#online);
    this.#socket?.close(1000);
  }

  async #connect() {
    const attempt = ++this.#attempt;
    this.#clearTimers();
    try {
      const [name, value] = await this.#options.session.credential();
      if (attempt === this.#attempt) {
        this.#open(attempt, { ...this.#options.query?.(), [name]: value });
      }
    } catch (error) {
      if (attempt !== this.#attempt) {
        return;
      }
      if (error.status === 401) {
        this.#giveUp(error.message, true);
      } else {
        this.#retry();
      }
    }
  }

  #open(attempt, query) {
    const url = new URL(this.#options.path, document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = new URLSearchParams(query);
    const socket = new WebSocket(url);
    this.#socket = socket;
    const mine = (handler) => (event) => {
      if (attempt === this.#attempt) {
        handler(event);
      }
    };
    socket.onopen = mine(() => this.#opened());
    socket.onmessage = mine((event) => this.#received(event.data));
    socket.onclose = mine((event) => this.#closed(event));
  }

  #opened() {
    this.#options.onState(true);
    this.#timers.stable = setTimeout(() => (this.#failures = 0), STABLE_MS);
    this.#expectSign();
  }

  #received(data) {
    this.#expectSign();
    this.#options.onFrame(JSON.parse(data));
  }

  /** A dead network closes no socket: whoever hears nothing asks, and then gives up on it. */
  #expectSign() {
    clearTimeout(this.#timers.probe);
    clearTimeout(this.#timers.silence);
    this.#timers.probe = setTimeout(() => {
      this.send(this.#options.probe);
      this.#timers.silence = setTimeout(() => this.#abandon(), SILENCE_MS);
    }, PROBE_MS);
  }

  #abandon() {
    const socket = this.#socket;
    this.#closed({ code: 1006 });
    socket.close();
  }

  async #closed({ code, reason }) {
    this.#socket = null;
    const attempt = ++this.#attempt;
    this.#clearTimers();
    this.#options.onState(false);
    if (code >= STOP_FROM && code <= STOP_TO) {
      this.#giveUp(reason, true);
    } else if (code === TOKEN_EXPIRED) {
      try {
        await this.#options.session.renew();
        if (attempt === this.#attempt) {
          this.#connect();
        }
      } catch (error) {
        if (error.status === 401) {
          this.#giveUp(error.message, true);
        } else {
          this.#retry();
        }
      }
    } else {
      this.#retry(code === RATE_LIMITED ? RATE_LIMIT_DELAY_MS : 0);
    }
  }

  #retry(leastDelay = 0) {
    if (this.#stopped) {
      return;
    }
    this.#options.onState(false);
    const bound = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#failures++);
    if (navigator.onLine) {
      this.#timers.retry = setTimeout(() => this.#connect(), leastDelay + Math.random() * bound);
    }
  }

  #online = () => {
    if (!this.#stopped && !this.#socket) {
      this.#failures = 0;
      this.#connect();
    }
  };

  #giveUp(reason, denied) {
    this.stop();
    this.#options.onState(false);
    this.#options.onStop(reason, denied);
  }

  #clearTimers() {
    Object.values(this.#timers).forEach(clearTimeout);
    this.#timers = {};
  }
}
