package dev.laurel.startup;

import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Servers that live and die with this process, for a machine that has none to offer. Found by
 * {@link java.util.ServiceLoader}; a package without a provider always needs external servers.
 */
public interface LocalServices extends AutoCloseable {

  /**
   * Starts what {@code configured} leaves out and blocks until it answers.
   *
   * @param configured what the user has set, before the service starts
   * @return the settings by which the service reaches what was started, by property name; empty if
   *     nothing was needed
   * @throws LocalServicesException if something is needed and cannot be started; nothing is left
   *     running
   */
  Map<String, String> start(Config configured);

  /**
   * Stops what was started, waiting for a start in progress; does nothing the second time. Any
   * thread may call it.
   */
  @Override
  void close();
}
