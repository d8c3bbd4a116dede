package dev.laurel.submission;

/** The kind of a submission. The names are those of the wire and of the database. */
public enum Kind {
  practice,
  assignment,
  /** Points given or taken by hand. No grader's submission has this kind. */
  adjustment,
  /** Numbers from before Laurel counted, of which the results are not known. */
  balance,
  /** Numbers of a user in a class, as another back end says them. */
  standing;

  /** True for results, which graders send. */
  public boolean isResult() {
    return this == practice || this == assignment;
  }

  /** True if there is a {@link Balance}. */
  public boolean hasBalance() {
    return this == balance || this == standing;
  }
}
