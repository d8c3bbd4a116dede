/** A frame as received: nothing is known of it except that it has a type. */
export interface RawFrame {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Parses the data of a socket message; undefined unless it is a JSON object with a type. */
export function parseFrame(data: unknown): RawFrame | undefined {
  try {
    const frame: unknown = JSON.parse(String(data));
    return isFrame(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}

function isFrame(value: unknown): value is RawFrame {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
