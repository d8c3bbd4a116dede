import { vi } from "vitest";
import type { Environment } from "../../src/services/environment.js";
import type { EventContext, ServiceEvent } from "../../src/services/events.js";
import { type ConnectOptions, WebSocketService } from "../../src/services/websocketService.js";
import { FakeServer } from "./fakeServer.js";

/** One tab with the service in it, and all that its listeners heard. */
export interface Tab {
  readonly service: WebSocketService;
  readonly heard: ServiceEvent[];
  readonly contexts: EventContext[];
  /** The places in the log of the personal events, in the order in which they were heard. */
  seqs(): number[];
  /** What was heard of a type. */
  all<T extends ServiceEvent["type"]>(type: T): Extract<ServiceEvent, { type: T }>[];
  connect(options?: ConnectOptions): Promise<void>;
}

export function openTab(server: FakeServer, token = "ada:1", overrides: Partial<Environment> = {}): Tab {
  const service = new WebSocketService(server.environment(overrides));
  const heard: ServiceEvent[] = [];
  const contexts: EventContext[] = [];
  service.addEventListener("*", (event, context) => {
    heard.push(event);
    contexts.push(context);
  });
  return {
    service,
    heard,
    contexts,
    seqs: () => heard.flatMap((event) => ("seq" in event ? [event.seq] : [])),
    all: (type) => heard.filter((event): event is never => event.type === type),
    async connect(options = {}) {
      service.connect("game", { token, tickets: false, ...options });
      await settle();
    },
  };
}

/** Lets everything happen that needs no time to pass. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

/** Lets time pass. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

export function newServer(): FakeServer {
  vi.useFakeTimers();
  return new FakeServer();
}

/** A promise, and the means to settle it. */
export function deferred<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void } {
  let settle: { resolve(value: T): void; reject(error: unknown): void } | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: (value) => settle?.resolve(value), reject: (error) => settle?.reject(error) };
}
