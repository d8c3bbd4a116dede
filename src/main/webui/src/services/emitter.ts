/** Calls listeners by the type of what happens. One that throws harms neither the others nor the caller. */
export class Emitter<Events extends { [T in keyof Events]: unknown }, Context> {
  readonly #listeners = new Map<PropertyKey, Set<(event: never, context: Context) => void>>();
  readonly #report: (error: unknown) => void;

  /** @param report told what listeners throw */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Adds a listener, once however often it is added; returns what removes it. */
  on<T extends keyof Events>(type: T, listener: (event: Events[T], context: Context) => void): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    listeners.add(listener);
    return () => this.off(type, listener);
  }

  off<T extends keyof Events>(type: T, listener: (event: Events[T], context: Context) => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  /** Calls those who listen at this moment, in the order in which they came. */
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
