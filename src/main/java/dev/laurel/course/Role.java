package dev.laurel.course;

/** The role of a member of a class. The names are those of the wire and of the database. */
public enum Role {
  student,

  /** Sends results to try something: gets the answers of a student, and is on no board. */
  test_student,
  instructor
}
