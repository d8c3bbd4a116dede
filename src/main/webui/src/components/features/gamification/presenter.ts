import type { PersonalFrame } from "../../../protocol/frames.js";
import { type EventContext, isPersonal } from "../../../services/events.js";
import type { WebSocketService } from "../../../services/websocketService.js";
import { isWellFormed } from "../../../state/wellFormed.js";
import { describe, type Message, summarize } from "./describe.js";

/** The part of the page that a presenter needs. */
export interface Stage {
  isHidden(): boolean;
  /** Calls back when the page may have become visible; returns a function that ends it. */
  onVisible(listener: () => void): () => void;
}

/** More missed events than this share one message. */
const FEW = 3;

/** A replay that pauses for this long, ms, is presented as far as it came. */
const PATIENCE_MS = 2_000;

/**
 * Decides which events are presented to the user, and when: live events at once, each in one tab only; events missed
 * while offline or hidden in one message, unless they are few.
 */
export class Presenter {
  readonly #service: WebSocketService;
  readonly #stage: Stage;
  readonly #show: (message: Message, id: string) => void;
  #missed: PersonalFrame[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Claims run one after the other, in the order of the log. */
  #turn: Promise<void> = Promise.resolve();

  constructor(service: WebSocketService, stage: Stage, show: (message: Message, id: string) => void) {
    this.#service = service;
    this.#stage = stage;
    this.#show = show;
  }

  /** Starts; returns a function that stops it. */
  start(): () => void {
    const stops = [
      this.#service.addEventListener("*", (event, context) => {
        if (isPersonal(event)) {
          this.#heard(event, context);
        }
      }),
      this.#stage.onVisible(() => this.#flush()),
      () => clearTimeout(this.#timer),
    ];
    return () => {
      for (const stop of stops) {
        stop();
      }
    };
  }

  #heard(frame: PersonalFrame, { replayed, remaining }: EventContext): void {
    const isMissed = replayed || this.#stage.isHidden() || this.#missed.length > 0;
    if (!isMissed) {
      this.#enqueue([frame]);
      return;
    }
    this.#missed.push(frame);
    clearTimeout(this.#timer);
    if (remaining === 0) {
      this.#flush();
    } else {
      this.#timer = setTimeout(() => this.#flush(), PATIENCE_MS);
    }
  }

  #flush(): void {
    if (this.#missed.length > 0 && !this.#stage.isHidden()) {
      this.#enqueue(this.#missed);
      this.#missed = [];
    }
  }

  #enqueue(frames: readonly PersonalFrame[]): void {
    this.#turn = this.#turn.then(() => this.#present(frames));
  }

  async #present(frames: readonly PersonalFrame[]): Promise<void> {
    const claims = await Promise.all(frames.map(({ seq }) => this.#service.claim(seq)));
    const mine = frames
      .filter((frame, i) => claims[i] && isWellFormed(frame))
      .flatMap((frame) => {
        const message = describe(frame);
        return message === null ? [] : [{ message, id: String(frame.seq) }];
      });
    if (mine.length > FEW && frames.length > 1) {
      const last = mine[mine.length - 1];
      this.#show(summarize(mine.map(({ message }) => message)), `summary-${last?.id}`);
    } else {
      for (const { message, id } of mine) {
        this.#show(message, id);
      }
    }
  }
}
