import type { Translation } from "../protocol/frames.js";

/** Something with a name and a description, and both in other languages. */
export interface Localizable extends Translation {
  readonly texts?: Readonly<Record<string, Translation | undefined>>;
}

/**
 * The name and the description in the first of the languages that has them, else the default ones.
 *
 * @param languages by default those of the browser
 */
export function localized(
  { name, description, texts = {} }: Localizable,
  languages: readonly string[] = globalThis.navigator?.languages ?? [],
): Translation {
  const known = new Map(Object.entries(texts).map(([tag, text]) => [tag.toLowerCase(), text]));
  for (const language of languages) {
    const tag = language.toLowerCase();
    const text = known.get(tag) ?? known.get(tag.replace(/-.*/, ""));
    if (text !== undefined) {
      return text;
    }
  }
  return { name, description };
}
