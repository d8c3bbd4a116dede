package dev.laurel.testing;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All unit tests that are not in {@link FirstSuite}. */
@Suite
@SelectPackages("dev.laurel")
@ExcludePackages({FirstSuite.LEADERBOARD, FirstSuite.REALTIME, FirstSuite.SUBMISSION})
final class SecondSuite {}
