import type { Player } from "../core.js";

const HUES = 12;

/** A coloured initial, always the same for the same person. Hidden from screen readers. */
export function Avatar({ user }: { readonly user: Player }) {
  let hash = 0;
  for (const character of user.id) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  }
  return (
    <span className="avatar" data-hue={hash % HUES} aria-hidden="true">
      {(user.username || "?").charAt(0).toUpperCase()}
    </span>
  );
}
