import type { StreakUpdate } from "../protocol/frames.js";
import type { Me } from "../protocol/rest.js";

/** What the watch needs of the store. */
export interface StreakWatchOwner {
  /** Reads `GET /api/me`. */
  read(): Promise<Me>;
  /** The streak that is shown, in days. */
  shown(): number;
  /** The streak is another one by now, or stands otherwise. */
  changed(days: number, atRisk: boolean): void;
}

const CHECK_MS = 60_000;
const SOON_MS = 2_000;

/**
 * Keeps the streak right on a page that stays open. It comes to be at risk without an event, since a day begins; the service
 * says when. When it lapses the service sends an event, and is asked too: the page may be offline, or polling. The time is
 * looked at every minute, because one long timer stands still while the computer sleeps.
 */
export class StreakWatch {
  readonly #owner: StreakWatchOwner;
  /** When the streak ends, ms; NaN until asked, undefined without a streak that ends. */
  #lapsesAt: number | undefined;
  /** When it comes to be at risk, ms; undefined once it is, or if that is not known. */
  #safeUntil: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with everything heard. An answer to an earlier question is ignored. */
  #generation = 0;

  constructor(owner: StreakWatchOwner) {
    this.#owner = owner;
  }

  /** The user's state was read. */
  snapshot(me: Me): void {
    this.#safeUntil = time(me.streak_safe_until);
    this.#expect(time(me.streak_lapses_at), CHECK_MS);
  }

  /** An event changed the streak. Asks for its end soon unless the event says it, but once for many events. */
  updated(frame: StreakUpdate): void {
    this.#safeUntil = time(frame.safe_until);
    if (frame.current_streak === 0 || frame.state === "lapsed") {
      this.#expect(undefined, CHECK_MS);
    } else {
      // An event of long ago is looked at soon: its day may be over.
      this.#expect(time(frame.lapses_at) ?? Number.NaN, SOON_MS);
    }
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
      if (this.#safeUntil !== undefined && Date.now() >= this.#safeUntil) {
        this.#safeUntil = undefined;
        this.#owner.changed(this.#owner.shown(), true);
      }
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
        this.#owner.changed(me.current_streak, me.streak_state === "at_risk");
        this.#safeUntil = time(me.streak_safe_until);
        lapsesAt = time(me.streak_lapses_at);
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

function time(moment: string | null | undefined): number | undefined {
  return moment ? Date.parse(moment) : undefined;
}
