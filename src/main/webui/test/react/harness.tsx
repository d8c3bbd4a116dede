import { cleanup, configure, type RenderOptions, type RenderResult, render } from "@testing-library/react";
import { type ReactNode, StrictMode } from "react";
import { afterEach } from "vitest";
import { ServiceContext } from "../../src/contexts/ServiceContext.js";
import { WebSocketService } from "../../src/services/websocketService.js";
import { FakeServer } from "../services/fakeServer.js";

afterEach(cleanup);

// Builds share machines: what is merely slow is not wrong.
configure({ asyncUtilTimeout: 15_000 });

/** A service on a server in memory, with real time. */
export interface World {
  readonly server: FakeServer;
  readonly service: WebSocketService;
  /** Renders below the service, in strict mode. */
  render(element: ReactNode, options?: RenderOptions): RenderResult;
}

export function newWorld(): World {
  const server = new FakeServer();
  const service = new WebSocketService(server.environment());
  return {
    server,
    service,
    render: (element, options) =>
      render(
        <StrictMode>
          <ServiceContext value={service}>{element}</ServiceContext>
        </StrictMode>,
        options,
      ),
  };
}

export const SIGNED_IN = { token: "ada:1", tickets: false } as const;
