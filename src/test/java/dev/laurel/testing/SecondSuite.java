package dev.laurel.testing;

import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The unit tests of submissions, events and sockets, and all those of {@link TightLimitsProfile}.
 */
@Suite
@SelectPackages({
  SecondSuite.NOTIFICATION,
  SecondSuite.REALTIME,
  SecondSuite.SUBMISSION,
  SecondSuite.TRACING
})
final class SecondSuite {
  static final String NOTIFICATION = "dev.laurel.notification";
  static final String REALTIME = "dev.laurel.realtime";
  static final String SUBMISSION = "dev.laurel.submission";
  static final String TRACING = "dev.laurel.tracing";
}
