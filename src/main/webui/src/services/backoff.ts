/** The ceiling of the first delay, ms. */
export const FIRST_DELAY_MS = 500;

/** The highest ceiling, ms. */
export const LONGEST_DELAY_MS = 30_000;

/**
 * The delay before the next attempt: random below a ceiling that doubles with every failure. Using the whole range
 * ("full jitter") keeps the clients of a stopped node from reconnecting all at once.
 *
 * @param failures how many attempts failed before this one, from 0
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoff(failures: number, random: number): number {
  return random * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
}
