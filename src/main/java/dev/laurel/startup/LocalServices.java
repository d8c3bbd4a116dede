package dev.laurel.startup;

import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Servers that live and die with this process, for a machine that has none. Found by {@link
 * java.util.ServiceLoader}. A package without a provider needs external servers and contains no
 * demo.
 */
public interface LocalServices extends AutoCloseable {

  /**
   * Starts the servers unless external ones are configured, and blocks until they answer. In a live
   * reload of dev mode the servers of the first start still run and are used again.
   *
   * @param configured the user's settings, before the service starts
   * @return the settings by which the service reaches the servers, by property name; empty if
   *     external servers are configured
   * @throws LocalServicesException if a server cannot be started; nothing is left running
   */
  Map<String, String> start(Config configured);

  /**
   * Stops the started servers, waiting for a start in progress; does nothing the second time. Any
   * thread may call it.
   */
  @Override
  void close();
}
