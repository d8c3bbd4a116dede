package dev.laurel.demo;

import dev.laurel.course.Classes;
import dev.laurel.course.roster.RosterService;
import dev.laurel.submission.SubmissionService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import org.jboss.logging.Logger;

/** Creates the demo's class and starts its submissions, if the demo is on. */
@ApplicationScoped
class Demo {
  private static final Logger LOG = Logger.getLogger("laurel.demo");

  private final DemoConfig config;
  private final Classes classes;
  private final RosterService rosters;
  private final SubmissionService submissions;
  private final Simulator simulator;
  private final Clock clock;

  Demo(
      DemoConfig config,
      Classes classes,
      RosterService rosters,
      SubmissionService submissions,
      Simulator simulator,
      Clock clock) {
    this.config = config;
    this.classes = classes;
    this.rosters = rosters;
    this.submissions = submissions;
    this.simulator = simulator;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    if (config.enabled()) {
      seed();
      simulator.start();
      LOG.infof("The demo is on: %s submits, and everybody who asks gets a token", DemoClass.NAME);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    simulator.stop();
  }

  /** Creates the class and its history unless they exist. Several nodes may do so at once. */
  void seed() {
    // Replacing the roster again would remove users who have joined since.
    if (classes.role(DemoClass.ID, DemoClass.INSTRUCTOR).isEmpty()) {
      rosters.replace(DemoClass.ID, DemoClass.roster(), DemoClass.INSTRUCTOR);
    }
    var today = LocalDate.ofInstant(clock.instant(), DemoClass.TIME_ZONE);
    submissions.submit(History.of(DemoClass.students(), today)).toCompletableFuture().join();
  }
}
