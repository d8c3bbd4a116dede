import { ApiError, call } from "./api.js";

const KEY = "laurel.session";
const GRADER = "demo-grader";

/** Who the page acts for. Kept for the life of the tab. */
export class Session {
  #token;
  #grader;

  constructor(token, demoUser) {
    this.#token = token;
    this.demoUser = demoUser;
    sessionStorage.setItem(KEY, JSON.stringify({ token, demoUser }));
  }

  /** The session of this tab before it was reloaded, or null. */
  static restored() {
    try {
      const { token, demoUser } = JSON.parse(sessionStorage.getItem(KEY));
      return new Session(token, demoUser);
    } catch {
      return null;
    }
  }

  /** A session of somebody of the demo. */
  static async ofDemo(user) {
    return new Session(await mint(user, []), user);
  }

  end() {
    sessionStorage.removeItem(KEY);
  }

  /** Sends a request as the user; gets a new token first if the one at hand has run out. */
  async call(path, options = {}) {
    try {
      return await call(path, { ...options, token: this.#token });
    } catch (error) {
      if (error.status !== 401 || !this.demoUser) {
        throw error;
      }
      return call(path, { ...options, token: await this.renew() });
    }
  }

  /** Gets a new token; throws a 401 where there is nobody to ask for one. */
  async renew() {
    if (!this.demoUser) {
      throw new ApiError(401, "Your token has expired. Paste a new one.");
    }
    this.#token = await mint(this.demoUser, []);
    sessionStorage.setItem(KEY, JSON.stringify({ token: this.#token, demoUser: this.demoUser }));
    return this.#token;
  }

  /**
   * What to put into the address of a socket: a ticket, which is worth nothing once it has been in a log; the token
   * itself only while tickets cannot be had.
   */
  async credential() {
    try {
      const { ticket } = await this.call("api/ws-tickets", { body: {} });
      return ["ticket", ticket];
    } catch (error) {
      if (error.status === 503) {
        return ["token", this.#token];
      }
      throw error;
    }
  }

  /** Posts a graded submission, as the demo's grader. */
  async submitAsGrader(submission) {
    this.#grader ??= await mint(GRADER, ["grader"]);
    try {
      return await call("api/submissions", { token: this.#grader, body: submission });
    } catch (error) {
      this.#grader = undefined;
      throw error;
    }
  }
}

async function mint(user, roles) {
  return (await call("demo/tokens", { body: { user, roles } })).token;
}
