package dev.laurel.testing;

import static java.util.Map.entry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Limits low enough for tests to reach, and traces. One application for the tests of both: each
 * profile costs the tests about 17 s of CPU time. Where the traces go, {@code Spans} says.
 */
public class TightLimitsProfile implements QuarkusTestProfile {
  public static final int CONNECTIONS_PER_USER = 3;
  public static final int MAX_UPGRADES = 4;
  public static final int MAX_FRAME_BYTES = 2_048;
  public static final int SUBMISSIONS_QUEUE = 20;
  public static final int MAX_WAITING = 3;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        entry("laurel.submissions.queue", "" + SUBMISSIONS_QUEUE),
        entry("laurel.notifications.max-waiting", "" + MAX_WAITING),
        entry("laurel.notifications.prune-interval", "1s"),
        entry("laurel.realtime.connections-per-user", "" + CONNECTIONS_PER_USER),
        entry("laurel.realtime.max-upgrades", "" + MAX_UPGRADES),
        entry("laurel.realtime.max-frame-bytes", "" + MAX_FRAME_BYTES),
        entry("laurel.realtime.queue-bytes", "8388608"),
        entry("laurel.realtime.node-queue-bytes", "1048576"),
        entry("laurel.realtime.close-grace", "500ms"),
        entry("laurel.realtime.heartbeat", "3s"),
        entry("laurel.realtime.pong-timeout", "2s"),
        entry("otel.exporter.otlp.endpoint", "http://127.0.0.1:1"),
        entry("laurel.roster.classes-from-results", "false"),
        entry("quarkus.otel.bsp.schedule.delay", "50ms"));
  }
}
