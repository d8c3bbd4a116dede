package dev.laurel.startup;

import org.eclipse.microprofile.config.Config;

/**
 * Whether the demo is wanted, and by whom.
 *
 * @param byHand whether a person has set it where they run the service, rather than the package by
 *     default
 */
public record DemoSwitch(boolean on, boolean byHand) {
  private static final String SETTING = "laurel.demo";

  /** Of the sources of settings, the package's own file is the last one that is not a person's. */
  private static final int PACKAGE_ORDINAL = 250;

  public static DemoSwitch of(Config config) {
    return new DemoSwitch(
        config.getOptionalValue(SETTING, Boolean.class).orElse(false),
        config.getConfigValue(SETTING).getSourceOrdinal() > PACKAGE_ORDINAL);
  }

  /** Whether it would open somebody's database to everybody without anybody having asked for it. */
  public boolean isRefused(boolean embedded) {
    return on && !byHand && !embedded;
  }

  /** Whether somebody's database is open to everybody, at somebody's request. */
  public boolean isDangerous(boolean embedded) {
    return on && byHand && !embedded;
  }
}
