/** Calls listeners by event type. A listener that throws affects neither the others nor the caller. */
export class Emitter<Events extends { [T in keyof Events]: unknown }, Context> {
  readonly #listeners = new Map<PropertyKey, Set<(event: never, context: Context) => void>>();
  readonly #report: (error: unknown) => void;

  /** @param report called with errors of listeners */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Adds a listener, once however often it is added; returns a function that removes it. */
  on<T extends keyof Events>(type: T, listener: (event: Events[T], context: Context) => void): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    listeners.add(listener);
    return () => this.off(type, listener);
  }

  off<T extends keyof Events>(type: T, listener: (event: Events[T], context: Context) => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  /** Calls the current listeners in the order in which they were added. */
  emit<T extends keyof Events>(type: T, event: Events[T], context: Context): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      try {
        (listener as (event: Events[T], context: Context) => void)(event, context);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
