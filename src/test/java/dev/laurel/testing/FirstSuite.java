package dev.laurel.testing;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The unit tests of one of three JVMs: those of grades and boards. Beside it run {@link
 * SecondSuite} and {@link ThirdSuite}, which has all the others. Each JVM starts its own servers,
 * and the application once for each test profile. Without suites, Surefire would deal out single
 * classes, and the application would start for each of them.
 *
 * <p>The split evens out the time. A profile costs each suite that has tests of it 10 s to 20 s.
 */
@Suite
@SelectPackages({
  FirstSuite.ACHIEVEMENT,
  FirstSuite.COURSE,
  FirstSuite.LEADERBOARD,
  FirstSuite.POINTS,
  FirstSuite.PRIVACY,
  FirstSuite.STREAK
})
final class FirstSuite {
  static final String ACHIEVEMENT = "dev.laurel.achievement";
  static final String COURSE = "dev.laurel.course";
  static final String LEADERBOARD = "dev.laurel.leaderboard";
  static final String POINTS = "dev.laurel.points";
  static final String PRIVACY = "dev.laurel.privacy";
  static final String STREAK = "dev.laurel.streak";
}
