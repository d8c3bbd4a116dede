const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the user wants nothing to move. */
export function prefersCalm(): boolean {
  return CALM.matches;
}
