package dev.laurel;

import dev.laurel.startup.DatabaseWait;
import dev.laurel.startup.LocalServices;
import dev.laurel.startup.LocalServicesException;
import dev.laurel.wire.AcceptedConnections;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Starts the service.
 *
 * <p>A package that contains {@link LocalServices} starts them first and stops them last. The demo
 * gives a token to everybody who reaches it, so with the demo on the service listens on the
 * loopback address unless configured otherwise.
 */
@QuarkusMain
public final class Laurel {
  private static final Logger LOG = Logger.getLogger("laurel.demo");
  private static final String DEMO = "laurel.demo";

  /** The ordinal of application.properties in the package; sources of higher ones are people's. */
  private static final int PACKAGE_ORDINAL = 250;

  private final CountDownLatch serviceStopped = new CountDownLatch(1);
  private volatile boolean serviceStarting;
  private volatile int exitCode = 1;

  Laurel() {}

  /**
   * Runs until the process is asked to stop; exits with 1 and one line on standard error if it
   * cannot start.
   */
  public static void main(String... args) {
    new Laurel().run(args);
  }

  private void run(String... args) {
    var config = ConfigUtils.configBuilder().build();
    System.setProperty(AcceptedConnections.SWITCH, AcceptedConnections.SWITCH_ON);
    var local = ServiceLoader.load(LocalServices.class).findFirst();
    stopInOrder(local);
    boolean embedded = false;
    try {
      embedded = local.filter(services -> startBeside(services, config)).isPresent();
    } catch (LocalServicesException e) {
      exit(e.getMessage());
    }
    boolean demo = isDemoOn(config, local.isPresent(), embedded);
    if (demo) {
      setDefault(config, "quarkus.http.host", "127.0.0.1");
    }
    setDefault(config, "laurel.logs.json", Boolean.toString(!embedded && !demo));
    if (!embedded) {
      DatabaseWait.await(config).ifPresent(Laurel::exit);
    }
    serviceStarting = true;
    try {
      Quarkus.run(args);
    } finally {
      serviceStopped.countDown();
    }
  }

  /** Returns whether the servers run in this process. */
  private static boolean startBeside(LocalServices local, Config config) {
    var settings = local.start(config);
    settings.forEach(System::setProperty);
    return !settings.isEmpty();
  }

  private static boolean isDemoOn(Config config, boolean contained, boolean embedded) {
    if (contained && isDemoRefused(config, embedded)) {
      exit(
          "the demo is on by default, but the database is external: set LAUREL_DEMO to false or true");
    }
    boolean wanted =
        config.getOptionalValue(DEMO, Boolean.class).orElseGet(() -> Boolean.getBoolean(DEMO));
    if (wanted && !contained) {
      LOG.warn("LAUREL_DEMO has no effect: this package does not contain the demo");
      System.setProperty(DEMO, "false");
    } else if (wanted && !embedded) {
      LOG.warn(
          "The demo is on beside an external database: everybody who reaches it gets any token");
    }
    return wanted && contained;
  }

  /**
   * True if the package's own settings, not a person's where the service runs, turn the demo on
   * beside an external database.
   */
  static boolean isDemoRefused(Config config, boolean embedded) {
    return !embedded
        && config.getOptionalValue(DEMO, Boolean.class).orElse(false)
        && config.getConfigValue(DEMO).getSourceOrdinal() <= PACKAGE_ORDINAL;
  }

  private static void setDefault(Config config, String name, String value) {
    if (config.getOptionalValue(name, String.class).isEmpty()) {
      System.setProperty(name, value);
    }
  }

  /**
   * Shutdown hooks run concurrently: the servers are stopped after Quarkus, which drains first. In
   * dev mode the process goes on when the service ends, and exits as Quarkus sees fit.
   */
  private void stopInOrder(Optional<LocalServices> local) {
    ApplicationLifecycleManager.setDefaultExitCodeHandler(
        (code, failure) -> {
          exitCode = code;
          serviceStopped.countDown();
          if (!LaunchMode.current().isDev()) {
            System.exit(code);
          }
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopLast(local), "laurel-end"));
  }

  private void stopLast(Optional<LocalServices> local) {
    try {
      if (serviceStarting) {
        serviceStopped.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      local.ifPresent(LocalServices::close);
    }
    if (serviceStarting && !LaunchMode.current().isDev()) {
      // Left to itself the JVM reports the signal that ended it (143), however well that went.
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private static void exit(String reason) {
    System.err.println("laurel: " + reason);
    System.exit(1);
  }
}
