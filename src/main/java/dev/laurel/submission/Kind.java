package dev.laurel.submission;

/** What was handed in. The names are those of the wire and of the database. */
public enum Kind {
  practice,
  assignment
}
