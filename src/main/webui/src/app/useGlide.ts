import { type RefObject, useLayoutEffect, useRef } from "react";
import { prefersCalm } from "./motion.js";

const GLIDE_MS = 500;
const GLIDE = "glide";
const EASING = "cubic-bezier(.2, .8, .2, 1)";

/**
 * Animates the children of an element, identified by `data-key`, from their old to their new positions after each change.
 * A child that is still moving continues from where it is.
 *
 * @param change a value whose identity differs after each change
 */
export function useGlide(container: RefObject<HTMLElement | null>, change: unknown): void {
  const places = useRef<ReadonlyMap<string, number>>(new Map());

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts
  useLayoutEffect(() => {
    const before = places.current;
    const children = [...(container.current?.children ?? [])].filter((child) => child instanceof HTMLElement);
    places.current = new Map(children.map((child) => [child.dataset.key ?? "", child.offsetTop]));
    if (before.size === 0 || prefersCalm() || document.hidden) {
      return;
    }
    for (const child of children) {
      const from = before.get(child.dataset.key ?? "");
      if (from === undefined) {
        child.animate({ opacity: [0, 1] }, { duration: GLIDE_MS, easing: EASING });
      } else if (from !== child.offsetTop) {
        glide(child, from - child.offsetTop);
      }
    }
  }, [container, change]);
}

/** Avoids additive animations, which browsers do not run on the compositor. */
function glide(child: HTMLElement, distance: number): void {
  let start = distance;
  for (const animation of child.getAnimations()) {
    if (animation.id === GLIDE) {
      start += new DOMMatrix(getComputedStyle(child).transform).m42;
      animation.cancel();
    }
  }
  const keyframes = { transform: [`translateY(${start}px)`, "none"] };
  child.animate(keyframes, { id: GLIDE, duration: GLIDE_MS, easing: EASING });
}
