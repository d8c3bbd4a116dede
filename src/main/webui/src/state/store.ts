/** A value that changes, for `useSyncExternalStore`: the same object until it has changed. */
export class Store<S> {
  readonly #listeners = new Set<() => void>();
  readonly #leastMs: number;
  #published: S;
  #next: S;
  #scheduled = false;
  #publishedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param leastMs the shortest time between two visible changes; values in between are never shown
   */
  constructor(initial: S, leastMs = 0) {
    this.#published = initial;
    this.#next = initial;
    this.#leastMs = leastMs;
  }

  /** The visible value: that of the last frame of the screen. */
  readonly getSnapshot = (): S => this.#published;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes the value. It becomes visible with the next frame of the screen. */
  update(change: (value: S) => S): void {
    this.#next = change(this.#next);
    if (!this.#scheduled && this.#next !== this.#published) {
      this.#scheduled = true;
      const wait = this.#publishedAt + this.#leastMs - performance.now();
      if (wait > 0) {
        setTimeout(() => nextFrame(this.#publish), wait);
      } else {
        nextFrame(this.#publish);
      }
    }
  }

  readonly #publish = (): void => {
    this.#scheduled = false;
    this.#published = this.#next;
    this.#publishedAt = performance.now();
    for (const listener of [...this.#listeners]) {
      listener();
    }
  };
}

/** Hidden pages draw no frames, but still update a title or badge. */
function nextFrame(action: () => void): void {
  if (typeof requestAnimationFrame === "undefined" || document.visibilityState === "hidden") {
    setTimeout(action);
  } else {
    requestAnimationFrame(action);
  }
}
