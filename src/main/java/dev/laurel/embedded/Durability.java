package dev.laurel.embedded;

/**
 * Data that a crash of the operating system may cost. A killed process costs nothing either way.
 */
public enum Durability {
  /** Committed transactions are on disk; Redis may lose the last second. */
  DURABLE,
  /** Nothing is forced to disk: for tests. */
  THROWAWAY
}
