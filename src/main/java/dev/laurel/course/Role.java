package dev.laurel.course;

import java.util.Set;

/** The role of a member of a class. The names are those of the wire and of the database. */
public enum Role {
  student,

  /** Sends results to try something: gets the answers of a student, and is on no board. */
  test_student,
  instructor,

  /** Reads what instructors read, and changes nothing. */
  assistant,

  /** Reads what students read, and is on no board. */
  observer;

  /** The roles of {@link #isLearner}. */
  public static final Set<Role> LEARNERS = Set.of(student, test_student);

  /** True if members with the role solve problems, and get the answers of students. */
  public boolean isLearner() {
    return LEARNERS.contains(this);
  }

  /** True if members with the role see what is hidden from students. */
  public boolean isStaff() {
    return this == instructor || this == assistant;
  }
}
