package dev.laurel.realtime;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits that a test can reach. */
public class TightLimitsProfile implements QuarkusTestProfile {
  static final int CONNECTIONS_PER_USER = 3;
  static final int MAX_UPGRADES = 4;
  static final int MAX_FRAME_BYTES = 2_048;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
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
