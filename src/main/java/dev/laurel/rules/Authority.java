package dev.laurel.rules;

/** Whose numbers count in a class. The names are those of the wire and of the database. */
public enum Authority {
  /** Laurel counts. */
  owner,
  /** Another back end counts, and Laurel shows what it reports. */
  delivery,
  /** The same, while Laurel counts as well, unseen. */
  shadow;

  /** True if another back end's numbers count. */
  public boolean isElsewhere() {
    return this != owner;
  }

  static Authority parse(String text) {
    return text == null ? null : valueOf(text);
  }
}
