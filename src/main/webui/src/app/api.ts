/** A failed request: answered with a problem document, or not at all (status 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

export interface CallOptions {
  readonly token?: string;
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/**
 * Sends a request to the service and returns the JSON of the answer.
 *
 * @throws ApiError for everything but success, with a readable message
 */
export async function call<T>(path: string, { token, method, body }: CallOptions = {}): Promise<T> {
  const headers = new Headers();
  if (token !== undefined) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(0, "The server cannot be reached.");
  }
  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    throw new ApiError(response.status, explain(json as Problem | null) ?? `The server answered ${response.status}.`);
  }
  return json as T;
}

function explain(problem: Problem | null): string | undefined {
  const first = problem?.errors?.[0];
  return first ? `${first.field} ${first.message}` : problem?.detail;
}
