package dev.laurel.ids;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of ids. */
@ConfigMapping(prefix = "laurel.ids")
public interface IdsConfig {
  /** The ways to compare ids of users. */
  enum Comparison {
    exact,
    lower_case
  }

  /**
   * How the ids of users are compared: {@code exact}, as they are written; or {@code lower-case},
   * for ids such as mail addresses that the sources of tokens, graders and rosters spell in several
   * ways: then {@code Ada@uni.edu} becomes {@code ada@uni.edu} wherever it comes in, and the two
   * Unicode forms of {@code é} one. Choose before the first user comes: ids that are stored already
   * are not changed.
   */
  @WithDefault("exact")
  Comparison users();
}
