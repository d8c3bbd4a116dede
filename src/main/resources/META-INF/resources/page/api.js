/** A request that was answered with a problem document, or not at all (status 0). */
export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Sends a request and returns the JSON of the answer; throws an ApiError for everything but success. */
export async function call(path, { token, body } = {}) {
  const headers = {};
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "The server cannot be reached.");
  }
  const json = await response.json().catch(() => null);
  if (!response.ok) {
    throw new ApiError(response.status, describe(json) ?? `The server answered ${response.status}.`);
  }
  return json;
}

function describe(problem) {
  const first = problem?.errors?.[0];
  return first ? `${first.field} ${first.message}` : problem?.detail;
}
