package dev.laurel.security;

/** The roles of tokens, for {@code @RolesAllowed}. */
public final class Roles {
  /** Back ends that post submissions and notifications. */
  public static final String GRADER = "grader";

  /** Instructors, who keep rosters, achievements and board settings. */
  public static final String INSTRUCTOR = "instructor";

  /** Systems that keep the rosters of all classes. */
  public static final String REGISTRAR = "registrar";

  /** People who run the service and answer for the data it keeps. */
  public static final String OPERATOR = "operator";

  private Roles() {}
}
