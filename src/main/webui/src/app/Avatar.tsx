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
      {initial(user.username)}
    </span>
  );
}

/** The first character as people count them: an emoji or a letter with its marks is one. */
export function initial(name: string): string {
  const text = name.trim();
  // Browsers before 2024 may lack it: then the first code point has to do.
  const characters = "Segmenter" in Intl ? new Intl.Segmenter().segment(text) : text;
  for (const character of characters) {
    return (typeof character === "string" ? character : character.segment).toUpperCase();
  }
  return "?";
}
