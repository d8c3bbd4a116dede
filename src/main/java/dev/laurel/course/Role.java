package dev.laurel.course;

/** What a member of a class is there. The names are those of the wire and of the database. */
public enum Role {
  student,
  instructor
}
