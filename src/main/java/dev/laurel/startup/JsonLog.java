package dev.laurel.startup;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** The log for machines to read: JSON, an object a line, on standard output from the first one. */
public final class JsonLog {
  private static final String SETTING = "laurel.logs.json";
  private static final String CONSOLE = "quarkus.log.console.enabled";

  private JsonLog() {}

  /**
   * Whether it is wanted.
   *
   * @param readByPeople whether this runs on somebody's own machine, or shows the demo; then only
   *     if somebody has asked for it
   */
  public static boolean isWanted(Config config, boolean readByPeople) {
    return config.getOptionalValue(SETTING, Boolean.class).orElse(!readByPeople);
  }

  /** Writes it in place of the lines of Quarkus, which is yet to be started. */
  public static void install() {
    System.setProperty(CONSOLE, "false");
    var root = Logger.getLogger("");
    // Until Quarkus knows better, which is soon.
    root.setLevel(Level.INFO);
    root.addHandler(new ConsoleHandler(new JsonFormatter()));
  }
}
