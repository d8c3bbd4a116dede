import type { Me } from "../protocol/rest.js";

/** What the watch needs of the store. */
export interface StreakWatchOwner {
  /** Reads `GET /api/me`. */
  read(): Promise<Me>;
  /** The streak that is shown, in days. */
  shown(): number;
  /** The streak is another one by now. */
  changed(days: number): void;
}

const CHECK_MS = 60_000;
const SOON_MS = 2_000;

/**
 * Keeps the streak right on a page that stays open. A streak lapses without an event, since it does so by the day that goes
 * by without one; the service says when, and is asked again at that time. It is looked at every minute, because one long
 * timer stands still while the computer sleeps.
 */
export class StreakWatch {
  readonly #owner: StreakWatchOwner;
  /** When the streak ends, ms; NaN until asked, undefined without a streak that ends. */
  #lapsesAt: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with everything heard. An answer to an earlier question is ignored. */
  #generation = 0;

  constructor(owner: StreakWatchOwner) {
    this.#owner = owner;
  }

  /** The user's state was read. */
  snapshot(me: Me): void {
    this.#expect(me.streak_lapses_at ? Date.parse(me.streak_lapses_at) : undefined, CHECK_MS);
  }

  /** An event changed the streak. Asks for its end soon, but once for many events. */
  updated(days: number): void {
    this.#expect(days > 0 ? Number.NaN : undefined, SOON_MS);
  }

  /** Nothing is known of a user any more. */
  stop(): void {
    this.#expect(undefined, CHECK_MS);
  }

  #expect(lapsesAt: number | undefined, checkMs: number): void {
    this.#generation++;
    this.#lapsesAt = lapsesAt;
    clearTimeout(this.#timer);
    if (lapsesAt !== undefined) {
      this.#timer = setTimeout(() => void this.#check(), checkMs);
    }
  }

  async #check(): Promise<void> {
    const generation = this.#generation;
    let lapsesAt = this.#lapsesAt;
    if (lapsesAt === undefined || Date.now() < lapsesAt) {
      this.#expect(lapsesAt, CHECK_MS);
      return;
    }
    try {
      const me = await this.#owner.read();
      if (generation !== this.#generation) {
        return;
      }
      // Another back end may have told of a streak that the service does not count.
      if (!Number.isNaN(lapsesAt) || me.current_streak === this.#owner.shown()) {
        this.#owner.changed(me.current_streak);
        lapsesAt = me.streak_lapses_at ? Date.parse(me.streak_lapses_at) : undefined;
      } else {
        lapsesAt = undefined;
      }
    } catch {
      // Away or signed out; asked again in a minute.
    }
    if (generation === this.#generation) {
      this.#expect(lapsesAt, CHECK_MS);
    }
  }
}
