import { useEffect, useRef } from "react";
import { formatNumber } from "./format.js";
import { prefersCalm } from "./motion.js";

const COUNT_MS = 600;

/** A number that counts up to its new value. Drawn outside React, frame by frame. */
export function CountingNumber({ value }: { readonly value: number }) {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef(value);

  useEffect(() => {
    const from = shown.current;
    const begin = performance.now();
    let frame = 0;
    const step = (now: number) => {
      const part = prefersCalm() ? 1 : Math.min(1, Math.max(0, (now - begin) / COUNT_MS));
      shown.current = part < 1 ? Math.round(from + (value - from) * (1 - (1 - part) ** 3)) : value;
      if (element.current) {
        element.current.textContent = formatNumber(shown.current);
      }
      if (part < 1) {
        frame = requestAnimationFrame(step);
      }
    };
    step(begin);
    return () => cancelAnimationFrame(frame);
  }, [value]);

  return <span ref={element} className="value" />;
}
