package dev.laurel.security;

/** The roles that a token may carry, as {@code @RolesAllowed} wants them. */
public final class Roles {
  /** Back ends that post submissions and notifications. */
  public static final String GRADER = "grader";

  /** Keeps rosters, achievements and board settings. */
  public static final String INSTRUCTOR = "instructor";

  /** Runs the service, and answers for the data it keeps of everybody. */
  public static final String OPERATOR = "operator";

  private Roles() {}
}
