package dev.laurel.course;

/** The role of a member of a class. The names are those of the wire and of the database. */
public enum Role {
  student,
  instructor
}
