const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the user prefers reduced motion. */
export function prefersCalm(): boolean {
  return CALM.matches;
}
