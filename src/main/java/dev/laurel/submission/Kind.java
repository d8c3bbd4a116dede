package dev.laurel.submission;

/** The kind of a submission. The names are those of the wire and of the database. */
public enum Kind {
  practice,
  assignment,
  /** Points given or taken by hand. No grader's submission has this kind. */
  adjustment
}
