import { type PointerEvent, useId, useMemo, useState } from "react";
import type { GameNotification } from "../react.js";
import { formatMoment, formatNumber } from "./format.js";

const WIDTH = 320;
const HEIGHT = 110;
const TOP = 8;
const BOTTOM = 4;
const MOST_POINTS = 60;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly points: number;
  readonly at: string;
}

/** A chart of the user's points, change by change. */
export function PointsChart({ notifications }: { readonly notifications: readonly GameNotification[] }) {
  const points = useMemo(() => plot(notifications), [notifications]);
  const [hovered, setHovered] = useState<number | null>(null);
  const gradient = useId();
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) {
    return <p className="hint chart-empty">Your points will draw a line here.</p>;
  }
  const line = points.map(({ x, y }, i) => (i === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join("");
  const area = `${line}V${HEIGHT}H${first.x}Z`;
  const marked = (hovered === null ? undefined : points[hovered]) ?? last;
  const hover = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setHovered(Math.round(((event.clientX - left) / width) * (points.length - 1)));
  };
  const summary = `Your points over the last ${points.length - 1} changes, from ${formatNumber(first.points)} to ${formatNumber(last.points)}`;
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
        onPointerMove={hover}
        onPointerLeave={() => setHovered(null)}
      >
        <defs>
          <linearGradient id={gradient} x1="0" x2="0" y1="0" y2="1">
            <stop offset="0" className="chart-top" />
            <stop offset="1" className="chart-bottom" />
          </linearGradient>
        </defs>
        <path d={area} fill={`url(#${gradient})`} />
        <path d={line} className="chart-line" />
        {hovered !== null && <path d={`M${marked.x} ${TOP}V${HEIGHT}`} className="chart-cursor" />}
      </svg>
      <figcaption>
        <span>{formatMoment(first.at)}</span>
        <span className="chart-now">
          {hovered === null ? `last ${points.length - 1} changes` : `${formatNumber(marked.points)} points`}
        </span>
        <span>{formatMoment(marked.at)}</span>
      </figcaption>
    </figure>
  );
}

function plot(notifications: readonly GameNotification[]): readonly Point[] {
  const changes = notifications
    .flatMap(({ frame }) => (frame.type === "points_update" ? [frame] : []))
    .slice(0, MOST_POINTS)
    .reverse();
  const [first] = changes;
  if (first === undefined) {
    return [];
  }
  const values = [
    { points: first.old_points, at: first.sent_at },
    ...changes.map(({ new_points, sent_at }) => ({ points: new_points, at: sent_at })),
  ];
  const least = Math.min(...values.map(({ points }) => points));
  const span = Math.max(1, Math.max(...values.map(({ points }) => points)) - least);
  return values.map(({ points, at }, i) => ({
    x: round((i / (values.length - 1)) * WIDTH),
    y: round(TOP + (1 - (points - least) / span) * (HEIGHT - TOP - BOTTOM)),
    points,
    at,
  }));
}

const round = (value: number) => Math.round(value * 10) / 10;
