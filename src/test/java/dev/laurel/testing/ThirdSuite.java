package dev.laurel.testing;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All unit tests that are in neither {@link FirstSuite} nor {@link SecondSuite}. */
@Suite
@SelectPackages("dev.laurel")
@ExcludePackages({
  FirstSuite.ACHIEVEMENT,
  FirstSuite.COURSE,
  FirstSuite.LEADERBOARD,
  FirstSuite.POINTS,
  FirstSuite.PRIVACY,
  FirstSuite.STREAK,
  SecondSuite.NOTIFICATION,
  SecondSuite.REALTIME,
  SecondSuite.SUBMISSION,
  SecondSuite.TRACING
})
final class ThirdSuite {}
