package dev.laurel.course;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of names. */
@ConfigMapping(prefix = "laurel.names")
interface NamesConfig {
  /**
   * The authority for users' names: {@code grader}, the result that was graded last; {@code
   * roster}, the last roster of any class, so that every instructor can rename every user; or
   * {@code token}, the newest token with which the user has called {@code GET /api/me}, as the
   * client does. While this one has no name for a user, a grader's counts, and else a roster's.
   */
  @WithDefault("grader")
  NameSource authority();
}
