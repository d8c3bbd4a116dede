package dev.laurel.testing;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The unit tests of one of two JVMs. {@link SecondSuite} runs beside it in the other and has the
 * rest, so each starts servers and an application of its own. Suites, because Surefire deals single
 * classes out to its forks one by one, and Quarkus would start the application for each.
 */
@Suite
@SelectPackages({FirstSuite.LEADERBOARD, FirstSuite.REALTIME})
final class FirstSuite {
  static final String LEADERBOARD = "dev.laurel.leaderboard";
  static final String REALTIME = "dev.laurel.realtime";
}
