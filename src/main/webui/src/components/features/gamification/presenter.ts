import type { PersonalFrame } from "../../../protocol/frames.js";
import { type EventContext, isPersonal } from "../../../services/events.js";
import type { WebSocketService } from "../../../services/websocketService.js";
import { isWellFormed } from "../../../state/wellFormed.js";
import { describe, type Message, summarize } from "./describe.js";

/** What a presenter needs of the page around it. */
export interface Stage {
  isHidden(): boolean;
  /** Calls back when the page may have become visible; returns what ends that. */
  onVisible(listener: () => void): () => void;
}

/** More than this many missed events are told in one message. */
const FEW = 3;

/** Missed events that do not go on for this long are told as far as they came. */
const PATIENCE_MS = 2_000;

/**
 * Decides which events are presented to the user, and when: what happens before their eyes at once, each event in one tab
 * only; what was missed, while offline or while the page was hidden, in one message unless it is little.
 */
export class Presenter {
  readonly #service: WebSocketService;
  readonly #stage: Stage;
  readonly #show: (message: Message, id: string) => void;
  #missed: PersonalFrame[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Claims go one after the other, in the order of the log. */
  #turn: Promise<void> = Promise.resolve();

  constructor(service: WebSocketService, stage: Stage, show: (message: Message, id: string) => void) {
    this.#service = service;
    this.#stage = stage;
    this.#show = show;
  }

  /** Begins; returns what ends it. */
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
