import { describe, expect, it, vi } from "vitest";
import { findFreeze } from "../../src/app/freeze.js";

const serve = (answer: () => Response) =>
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => answer()),
  );

describe("freezing a board", () => {
  it.each([
    ["put", "PUT"],
    ["post", "POST"],
  ])("is offered where the service describes it with %s", async (verb, method) => {
    // Given
    const paths = { "/api/classes/{id}/roster": { put: {} }, "/api/classes/{id}/freeze": { [verb]: {}, delete: {} } };
    serve(() => Response.json({ paths }));

    // When
    const operation = await findFreeze();

    // Then
    expect(operation?.freeze).toBe(method);
    expect(operation?.path("cs 101")).toBe("api/classes/cs%20101/freeze");
  });

  it.each([
    ["nothing of the kind", { "/api/me": { get: {} } }],
    ["a way in, but none back", { "/api/classes/{id}/freeze": { put: {} } }],
  ])("is not offered where there is %s", async (_, paths) => {
    serve(() => Response.json({ paths }));
    expect(await findFreeze()).toBeNull();
  });

  it("is not offered where the service does not describe itself", async () => {
    serve(() => new Response(null, { status: 404 }));
    expect(await findFreeze()).toBeNull();
  });
});
