import type { Environment } from "./environment.js";

/** How long the lock on one event is held: longer than tabs that are awake can be apart in the log. */
const HOLD_MS = 10_000;

/**
 * How far each user has got, kept for the next visit and shared by all tabs. Two places: `since` is where the log is to be
 * read on from; `shown` is up to where events have been presented, by whichever tab.
 */
export class CursorStore {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Where this user got to, in any tab; undefined for somebody who was never here. */
  since(user: string): number | undefined {
    return this.#read("since", user);
  }

  /** Moves the place forward, never back: another tab may be further. */
  advance(user: string, seq: number): void {
    this.#advance("since", user, seq);
  }

  /** Sets both places, back if need be: the log has begun anew, or no longer reaches back. */
  reset(user: string, seq: number): void {
    this.#write("since", user, seq);
    this.#write("shown", user, seq);
  }

  /**
   * Whether the caller is to present an event to the user. Of all the tabs that ask for the same one, one is told true,
   * the first. Each tab has to ask in the order of the log.
   */
  claim(user: string, seq: number): Promise<boolean> {
    const { locks } = this.#environment;
    if (locks === undefined) {
      return Promise.resolve(this.#show(user, seq));
    }
    return new Promise((resolve) => {
      locks.tryLock(`laurel.${user}.${seq}`, (free) => {
        const mine = free && !this.#isShown(user, seq);
        resolve(mine);
        return mine ? this.#hold(user, seq) : undefined;
      });
    });
  }

  /**
   * Keeps the lock for as long as others may ask for the same event, and only then says in the storage, for those who wake
   * up later, that it was shown: another tab may be at an earlier one that it was given, and is not to find it passed over.
   */
  #hold(user: string, seq: number): Promise<void> {
    return new Promise((release) => {
      const end = () => {
        stop();
        clearTimeout(timer);
        this.#advance("shown", user, seq);
        release();
      };
      const timer = setTimeout(end, HOLD_MS);
      // A page that is about to go is hidden first, and takes its locks with it.
      const stop = this.#environment.onChange(() => this.#environment.isHidden() && end());
    });
  }

  #show(user: string, seq: number): boolean {
    const mine = !this.#isShown(user, seq);
    this.#advance("shown", user, seq);
    return mine;
  }

  #isShown(user: string, seq: number): boolean {
    return seq <= (this.#read("shown", user) ?? 0);
  }

  #advance(place: string, user: string, seq: number): void {
    if (seq > (this.#read(place, user) ?? -1)) {
      this.#write(place, user, seq);
    }
  }

  #read(place: string, user: string): number | undefined {
    const text = this.#environment.storage.read(key(place, user));
    const seq = Number(text);
    return text !== null && Number.isSafeInteger(seq) && seq >= 0 ? seq : undefined;
  }

  #write(place: string, user: string, seq: number): void {
    this.#environment.storage.write(key(place, user), String(seq));
  }
}

const key = (place: string, user: string) => `laurel.${place}.${user}`;
