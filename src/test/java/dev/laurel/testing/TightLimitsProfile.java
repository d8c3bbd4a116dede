package dev.laurel.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits low enough for tests to reach; one application for all tests of limits. */
public class TightLimitsProfile implements QuarkusTestProfile {
  public static final int CONNECTIONS_PER_USER = 3;
  public static final int MAX_UPGRADES = 4;
  public static final int MAX_FRAME_BYTES = 2_048;
  public static final int SUBMISSIONS_QUEUE = 20;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "laurel.submissions.queue", "" + SUBMISSIONS_QUEUE,
        "laurel.notifications.prune-interval", "1s",
        "laurel.realtime.connections-per-user", "" + CONNECTIONS_PER_USER,
        "laurel.realtime.max-upgrades", "" + MAX_UPGRADES,
        "laurel.realtime.max-frame-bytes", "" + MAX_FRAME_BYTES,
        "laurel.realtime.queue-bytes", "8388608",
        "laurel.realtime.node-queue-bytes", "1048576",
        "laurel.realtime.close-grace", "500ms",
        "laurel.realtime.heartbeat", "3s",
        "laurel.realtime.pong-timeout", "2s");
  }
}
