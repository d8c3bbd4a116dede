package dev.laurel.achievement;

/**
 * From what everybody earns to what hardly anybody does. The names are those of the wire and of the
 * database.
 */
public enum Rarity {
  common,
  uncommon,
  rare,
  epic,
  legendary
}
