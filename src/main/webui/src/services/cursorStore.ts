import type { Environment } from "./environment.js";

/** How long a tab holds the lock on an event: longer than awake tabs can lag behind each other. */
const HOLD_MS = 10_000;

/**
 * The cursors of each user, kept for the next visit and shared by all tabs: `since` is the last event received, with its
 * `sent_at`; `shown` the last event presented by any tab.
 */
export class CursorStore {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The last event that any tab received; undefined for a user who was never here. */
  since(user: string): number | undefined {
    return this.#read("since", user);
  }

  /** The `sent_at` of an event, if it is the last that any tab received. */
  sentAt(user: string, seq: number): string | undefined {
    // With its seq, since another tab may write the two values between those of this one.
    const [of, sentAt] = this.#environment.storage.read(key("sent_at", user))?.split(" ") ?? [];
    return of === String(seq) ? sentAt : undefined;
  }

  /** Moves the cursor forward, never back, since another tab may be further. */
  advance(user: string, seq: number, sentAt: string | undefined): void {
    if (this.#advance("since", user, seq)) {
      this.#writeSentAt(user, seq, sentAt);
    }
  }

  /** Sets both cursors, even backwards: the log restarted or no longer reaches back. */
  reset(user: string, seq: number, sentAt: string | undefined): void {
    this.#write("since", user, seq);
    this.#writeSentAt(user, seq, sentAt);
    this.#write("shown", user, seq);
  }

  /**
   * Whether the caller should present an event. Of all tabs that ask about an event, the first gets true. Each tab asks
   * in the order of the log.
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
   * Holds the lock while other tabs may ask about the same event, then records it in the storage for tabs that wake up
   * later. Recording it earlier would make a tab skip older events that it still has to present.
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
      // A closing page is hidden first and loses its locks.
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

  #advance(place: string, user: string, seq: number): boolean {
    const isNew = seq > (this.#read(place, user) ?? -1);
    if (isNew) {
      this.#write(place, user, seq);
    }
    return isNew;
  }

  #read(place: string, user: string): number | undefined {
    const text = this.#environment.storage.read(key(place, user));
    const seq = Number(text);
    return text !== null && Number.isSafeInteger(seq) && seq >= 0 ? seq : undefined;
  }

  #writeSentAt(user: string, seq: number, sentAt: string | undefined): void {
    this.#environment.storage.write(key("sent_at", user), `${seq} ${sentAt ?? ""}`);
  }

  #write(place: string, user: string, seq: number): void {
    this.#environment.storage.write(key(place, user), String(seq));
  }
}

const key = (place: string, user: string) => `laurel.${place}.${user}`;
