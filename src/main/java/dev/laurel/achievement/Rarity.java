package dev.laurel.achievement;

/** How hard an achievement is to earn. The names are those of the wire and of the database. */
public enum Rarity {
  common,
  uncommon,
  rare,
  epic,
  legendary
}
