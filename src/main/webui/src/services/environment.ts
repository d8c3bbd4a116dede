/** The part of `WebSocket` that the service uses. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** The part of the Web Locks API that the service uses: takes a named lock only if it is free. */
export interface Locks {
  /** Calls `holder` with whether the lock was free, and holds it until the promise settles. */
  tryLock(name: string, holder: (free: boolean) => Promise<void> | void): void;
}

/** Other tabs of the origin with the same page or another, to share a renewed token with. */
export interface Tabs {
  /**
   * Calls `holder` while no other tab holds the lock of this name, which it keeps until the promise settles.
   *
   * @param patienceMs calls `holder` without the lock after waiting this long
   */
  lock(name: string, patienceMs: number, holder: () => Promise<void>): void;
  /** Sends a message to the other tabs. It stays in memory. */
  post(message: unknown): void;
  /** Calls back with the messages of other tabs. */
  onMessage(listener: (message: unknown) => void): void;
}

/** Storage for small values, kept between visits and shared by all tabs of the origin. */
export interface Storage {
  read(key: string): string | null;
  write(key: string, value: string): void;
}

/**
 * Everything the service needs from its surroundings. Browsers have it all; tests substitute clock, network and random
 * numbers.
 */
export interface Environment {
  /** Undefined where there is no `WebSocket`. */
  readonly openSocket: ((url: string) => Socket) | undefined;
  readonly storage: Storage;
  /** Undefined in old browsers and on pages without TLS. */
  readonly locks: Locks | undefined;
  /** Undefined where locks or messages between tabs are missing. Called once, when there is a token to share. */
  readonly tabs?: () => Tabs | undefined;
  /** The base of relative addresses. */
  readonly baseUrl: string;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** A number from 0 to 1, 1 excluded. */
  random(): number;
  isOnline(): boolean;
  /** Whether the page is hidden. */
  isHidden(): boolean;
  /** Calls back when `isOnline` or `isHidden` may have changed; returns a function that ends it. */
  onChange(listener: () => void): () => void;
  /** Reports an error that no caller can handle. */
  report(error: unknown): void;
  /** Says to developers what they may have set up wrong. */
  warn(message: string): void;
}

/** Storage that may be full, forbidden or absent; then nothing is kept. */
function browserStorage(): Storage {
  const attempt = <T>(action: () => T, otherwise: T): T => {
    try {
      return action();
    } catch {
      return otherwise;
    }
  };
  return {
    read: (key) => attempt(() => localStorage.getItem(key), null),
    write: (key, value) => attempt(() => localStorage.setItem(key, value), undefined),
  };
}

function browserLocks(): Locks | undefined {
  const locks = globalThis.navigator?.locks;
  return locks
    ? {
        tryLock: (name, holder) => {
          void locks.request(name, { ifAvailable: true }, (lock) => holder(lock !== null));
        },
      }
    : undefined;
}

function browserTabs(): Tabs | undefined {
  const locks = globalThis.navigator?.locks;
  if (!locks || typeof BroadcastChannel === "undefined") {
    return undefined;
  }
  const channel = new BroadcastChannel("laurel");
  return {
    lock: (name, patienceMs, holder) => {
      locks.request(name, { signal: AbortSignal.timeout(patienceMs) }, holder).catch(holder);
    },
    post: (message) => channel.postMessage(message),
    onMessage: (listener) => channel.addEventListener("message", ({ data }) => listener(data)),
  };
}

/** The environment of the current browser. */
export function browserEnvironment(): Environment {
  return {
    openSocket: typeof WebSocket === "undefined" ? undefined : (url) => new WebSocket(url) as Socket,
    storage: browserStorage(),
    locks: browserLocks(),
    tabs: browserTabs,
    baseUrl: globalThis.document?.baseURI ?? "http://localhost/",
    fetch: (url, init) => fetch(url, init),
    random: Math.random,
    isOnline: () => globalThis.navigator?.onLine ?? true,
    isHidden: () => globalThis.document?.visibilityState === "hidden",
    onChange(listener) {
      const sources: readonly [EventTarget | undefined, readonly string[]][] = [
        [globalThis.window, ["online", "offline", "pageshow"]],
        [globalThis.document, ["visibilitychange"]],
      ];
      const each = (action: "addEventListener" | "removeEventListener") => {
        for (const [target, events] of sources) {
          for (const event of events) {
            target?.[action](event, listener);
          }
        }
      };
      each("addEventListener");
      return () => each("removeEventListener");
    },
    report: (error) => {
      if (typeof reportError === "function") {
        reportError(error);
      } else {
        // biome-ignore lint/suspicious/noConsole: the last resort where `reportError` is missing
        console.error(error);
      }
    },
    // biome-ignore lint/suspicious/noConsole: where developers look when nothing arrives
    warn: (message) => console.warn(`laurel-client: ${message}`),
  };
}
