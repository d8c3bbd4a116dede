package dev.laurel;

import dev.laurel.startup.DatabaseWait;
import dev.laurel.startup.DemoSwitch;
import dev.laurel.startup.JsonLog;
import dev.laurel.startup.LocalServices;
import dev.laurel.startup.LocalServicesException;
import dev.laurel.wire.AcceptedConnections;
import io.quarkus.runtime.ApplicationLifecycleManager;
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
 * <p>A package that contains {@link LocalServices} may start them first and then stops them last.
 * The demo lets whoever reaches it mint tokens, so with the demo on the service listens on the
 * loopback address unless told otherwise.
 */
@QuarkusMain
public final class Laurel {
  private static final Logger LOG = Logger.getLogger("laurel.demo");
  private static final String HTTP_HOST = "quarkus.http.host";

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
    var demo = DemoSwitch.of(config);
    checkDemo(demo, config, embedded);
    if (JsonLog.isWanted(config, embedded || demo.on())) {
      JsonLog.install();
    }
    if (!embedded) {
      DatabaseWait.await(config)
          .ifPresent(silence -> exit("PostgreSQL does not answer (" + silence + ")"));
    }
    serviceStarting = true;
    try {
      Quarkus.run(args);
    } finally {
      serviceStopped.countDown();
    }
  }

  /** Returns whether anything had to be started. */
  private static boolean startBeside(LocalServices local, Config config) {
    var settings = local.start(config);
    settings.forEach(System::setProperty);
    return !settings.isEmpty();
  }

  /** Shutdown hooks run at the same time: ours outwaits Quarkus, which drains first. */
  private void stopInOrder(Optional<LocalServices> local) {
    ApplicationLifecycleManager.setDefaultExitCodeHandler(
        (code, failure) -> {
          exitCode = code;
          serviceStopped.countDown();
          System.exit(code);
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
    if (serviceStarting) {
      // Left to itself the JVM reports the signal that ended it (143), however well that went.
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private static void checkDemo(DemoSwitch demo, Config config, boolean embedded) {
    if (demo.isRefused(embedded)) {
      exit(
          "the demo is on by default, but the database is external: set LAUREL_DEMO=false, or true if everybody may"
              + " have every token");
    } else if (demo.isDangerous(embedded)) {
      LOG.warn("The demo is on beside an external database: whoever reaches it gets any token");
    }
    boolean on = demo.on() || Boolean.getBoolean("laurel.demo");
    if (on && config.getOptionalValue(HTTP_HOST, String.class).isEmpty()) {
      System.setProperty(HTTP_HOST, "127.0.0.1");
    }
  }

  private static void exit(String reason) {
    System.err.println("laurel: " + reason);
    System.exit(1);
  }
}
