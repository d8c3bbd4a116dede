/** As much of a `WebSocket` as the service uses. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** A named lock that is either free or not asked for: as much of the Web Locks API as the service uses. */
export interface Locks {
  /** Runs `holder` with whether the lock was free; while its promise is pending, it is held. */
  tryLock(name: string, holder: (free: boolean) => Promise<void> | void): void;
}

/** Where small values are kept between visits, shared by all tabs of the origin. */
export interface Storage {
  read(key: string): string | null;
  write(key: string, value: string): void;
}

/**
 * What the service needs of the world around it. Browsers have it all; tests bring a clock, a network and a coin of their
 * own.
 */
export interface Environment {
  /** Undefined where there are no sockets. */
  readonly openSocket: ((url: string) => Socket) | undefined;
  readonly storage: Storage;
  /** Undefined in old browsers, and on pages without TLS. */
  readonly locks: Locks | undefined;
  /** The address that relative ones start from. */
  readonly baseUrl: string;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** A number from 0 to 1, 1 excluded. */
  random(): number;
  isOnline(): boolean;
  /** Whether nobody can see the page. */
  isHidden(): boolean;
  /** Calls back whenever `isOnline` or `isHidden` may have changed; returns what ends that. */
  onChange(listener: () => void): () => void;
  /** Tells of an error that is nobody's in particular. */
  report(error: unknown): void;
}

/** Storage that may be full, forbidden, or not there: then nothing is kept. */
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

/** The browser that this runs in. */
export function browserEnvironment(): Environment {
  return {
    openSocket: typeof WebSocket === "undefined" ? undefined : (url) => new WebSocket(url) as Socket,
    storage: browserStorage(),
    locks: browserLocks(),
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
        // biome-ignore lint/suspicious/noConsole: there is nowhere else to go
        console.error(error);
      }
    },
  };
}
