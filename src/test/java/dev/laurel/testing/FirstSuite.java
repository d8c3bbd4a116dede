package dev.laurel.testing;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The unit tests of one of two JVMs; {@link SecondSuite} runs beside it and has the rest. Each JVM
 * starts its own servers, and the application once for each test profile. Without suites, Surefire
 * would deal out single classes, and the application would start for each of them.
 *
 * <p>The split evens out the time, and keeps the tests of {@link TightLimitsProfile} together.
 */
@Suite
@SelectPackages({FirstSuite.LEADERBOARD, FirstSuite.REALTIME, FirstSuite.SUBMISSION})
final class FirstSuite {
  static final String LEADERBOARD = "dev.laurel.leaderboard";
  static final String REALTIME = "dev.laurel.realtime";
  static final String SUBMISSION = "dev.laurel.submission";
}
