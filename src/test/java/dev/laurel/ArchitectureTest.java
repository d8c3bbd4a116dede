package dev.laurel;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;

/** The arrows between the rooms. */
@AnalyzeClasses(packages = "dev.laurel", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String HTTP = "jakarta.ws.rs..";
  private static final String[] SOCKETS = {"io.quarkus.websockets..", "dev.laurel.realtime.."};

  @ArchTest
  static final ArchRule ROOMS_FORM_NO_CYCLES =
      slices().matching("dev.laurel.(*)..").should().beFreeOfCycles();

  /** But for the line that every room writes into the log when something it needs is away. */
  @ArchTest
  static final ArchRule BROADCAST_KNOWS_NO_OTHER_ROOM =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.broadcast..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.laurel..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.laurel.broadcast..",
                          "dev.laurel.installation..",
                          "dev.laurel.outage..",
                          "dev.laurel.settings..",
                          "dev.laurel.wire..")));

  @ArchTest
  static final ArchRule OUTAGES_KNOW_NO_OTHER_ROOM =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.outage..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.laurel..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.laurel.outage..", "dev.laurel.settings..", "dev.laurel.wire..")));

  @ArchTest
  static final ArchRule BROADCAST_KNOWS_NOTHING_OF_HTTP =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.broadcast..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HTTP, "io.vertx.core.http..", "io.vertx.ext.web..");

  @ArchTest
  static final ArchRule THE_LOG_KNOWS_NOTHING_OF_SOCKETS =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.notification..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SOCKETS);

  @ArchTest
  static final ArchRule SUBMISSION_KNOWS_NOTHING_OF_SOCKETS =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.submission..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SOCKETS);

  /** Submission fires an event; who makes what of it is not for it to know. */
  @ArchTest
  static final ArchRule SUBMISSION_KNOWS_NONE_OF_ITS_OBSERVERS =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.submission..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.laurel.points..", "dev.laurel.achievement..", "dev.laurel.streak..");

  /**
   * But for the rooms that turn every failure of a request into a problem document, and read ids
   * from paths, and the demo, which hides its own.
   */
  @ArchTest
  static final ArchRule ONLY_RESOURCES_SPEAK_HTTP =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Resource")
          .and()
          .resideOutsideOfPackages("dev.laurel.errors..", "dev.laurel.ids..", "dev.laurel.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HTTP);

  @ArchTest
  static final ArchRule RESOURCES_ARE_THEIR_ROOMS_OWN =
      classes().that().haveSimpleNameEndingWith("Resource").should().bePackagePrivate();

  @ArchTest
  static final ArchRule INDEXES_OF_BOARDS_KNOW_NOTHING_OF_SEASONS_AND_VISIBILITY =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.leaderboard.index..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.laurel.leaderboard.season..", "dev.laurel.leaderboard.visibility..");

  @ArchTest
  static final ArchRule NOBODY_USES_REALTIME =
      classes()
          .that()
          .resideInAPackage("dev.laurel.realtime..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("dev.laurel.realtime..");

  /** Their order is in the Javadoc of {@code dev.laurel.realtime}. */
  @ArchTest
  static final ArchRule ROOMS_OF_REALTIME_FORM_NO_CYCLES =
      slices().matching("dev.laurel.realtime.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_WIRE_USES_INTERNALS_OF_NETTY_AND_VERTX =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.laurel.wire..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "io.vertx..impl..");

  @ArchTest
  static final ArchRule WIRE_USES_NO_ROOM =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.wire..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.laurel..").and(resideOutsideOfPackage("dev.laurel.wire..")));

  @ArchTest
  static final ArchRule NOBODY_USES_THE_DEMO =
      classes()
          .that()
          .resideInAPackage("dev.laurel.demo..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("dev.laurel.demo..");

  /** It is found by name, so that packages can be made without it. */
  @ArchTest
  static final ArchRule NOBODY_USES_THE_EMBEDDED_SERVERS =
      classes()
          .that()
          .resideInAPackage("dev.laurel.embedded..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("dev.laurel.embedded..");

  @ArchTest
  static final ArchRule THE_EMBEDDED_SERVERS_USE_NO_ROOM =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.embedded..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.laurel.*..")
                  .and(resideOutsideOfPackages("dev.laurel.embedded..", "dev.laurel.startup..")));

  @ArchTest
  static final ArchRule ENTITIES_ARE_THEIR_ROOMS_OWN =
      classes()
          .that()
          .areAnnotatedWith("jakarta.persistence.Entity")
          .should(
              new ArchCondition<>("be used by their own room only") {
                @Override
                public void check(JavaClass entity, ConditionEvents events) {
                  entity.getDirectDependenciesToSelf().stream()
                      .filter(use -> !room(use.getOriginClass()).equals(room(entity)))
                      .forEach(use -> events.add(violated(use, use.getDescription())));
                }
              });

  private static String room(JavaClass member) {
    return member.getPackageName().split("\\.")[2];
  }

  @ArchTest
  static final ArchRule RAW_SQL_IS_IN_BULK_AND_BATCH_CLASSES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.laurel.sql..")
          .and()
          .haveSimpleNameNotEndingWith("Bulk")
          .and()
          .haveSimpleNameNotEndingWith("Batch")
          .should()
          .callMethodWhere(
              target(owner(assignableTo("dev.laurel.sql.Sql")))
                  .and(target(name("query").or(name("update")))));

  @ArchTest
  static final ArchRule NO_ROOM_USES_PRIVACY =
      classes()
          .that()
          .resideInAPackage("dev.laurel.privacy..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("dev.laurel.privacy..");

  /** So that every room may use security, and the audit log may record revocations. */
  @ArchTest
  static final ArchRule SECURITY_USES_NO_ROOM_WITH_DATA =
      noClasses()
          .that()
          .resideInAPackage("dev.laurel.security..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.laurel..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.laurel.security..",
                          "dev.laurel.broadcast..",
                          "dev.laurel.errors..",
                          "dev.laurel.ids..",
                          "dev.laurel.installation..",
                          "dev.laurel.outage..",
                          "dev.laurel.settings..")));
}
