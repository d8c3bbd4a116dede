/** The ceiling of the first delay, ms. */
export const FIRST_DELAY_MS = 500;

/** The ceiling that no delay exceeds, ms. */
export const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before trying again: anything up to a ceiling that doubles with every failure. Taking all of the range
 * ("full jitter") keeps the clients of a node that went away from coming back all at once.
 *
 * @param failures how many tries have failed before this one, from 0
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoff(failures: number, random: number): number {
  return random * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
}
