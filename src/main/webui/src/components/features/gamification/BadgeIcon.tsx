import type { ReactNode } from "react";

const TARGET = (
  <>
    <circle cx="12" cy="12" r="8" />
    <circle cx="12" cy="12" r="4" />
    <circle cx="12" cy="12" r=".6" />
  </>
);

const SHAPES: ReadonlyMap<string, ReactNode> = new Map<string, ReactNode>([
  ["completions", <path key="p" d="m5 12.5 4.5 4.5L19 7.5" />],
  ["first_completion", <path key="p" d="M6 20V5m0 0h11l-2.5 3.5L17 12H6" />],
  ["perfect_score", TARGET],
  ["first_attempt", <path key="p" d="M13 3 5.5 13.5H12L11 21l7.5-10.5H12z" />],
  [
    "streak",
    <path
      key="p"
      d="M12 3c.6 3.6 5.5 5.4 5.5 10.5a5.5 5.5 0 0 1-11 0c0-2 1-3.6 2.2-4.7.2 1.6.9 2.5 1.8 2.9C10.2 8.6 10.6 5.4 12 3z"
    />,
  ],
  ["points", <path key="p" d="m12 4 2.4 5.2 5.6.7-4.1 3.9 1 5.6L12 16.7l-4.9 2.7 1-5.6L4 9.9l5.6-.7z" />],
  ["minus", <path key="p" d="M6 12h12" />],
  ["assignment", <path key="p" d="M7 4h8l3 3v13H7zM10 11h5M10 15h5" />],
  ["announcement", <path key="p" d="M4 10v4h3l8 4V6l-8 4H4zM18 9.5a4 4 0 0 1 0 5" />],
  ["question", <path key="p" d="M9 9.2a3.1 3.1 0 1 1 4.6 2.9c-1 .6-1.6 1.2-1.6 2.4M12 18v.2" />],
  ["catch-up", <path key="p" d="M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5M12 8v4.5l3 2" />],
]);

/** The icon of a kind of badge or event; a star for unknown kinds. Hidden from screen readers. */
export function BadgeIcon({ name }: { readonly name: string }) {
  return (
    <svg
      className="laurel-icon"
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES.get(name) ?? SHAPES.get("points")}
    </svg>
  );
}
