package dev.laurel.realtime.session;

import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.FrameType;
import dev.laurel.realtime.personal.DeliveryMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts what passes through the sockets of one endpoint. All its meters are there from the
 * beginning, so that counting a frame takes two additions. Any thread may call.
 */
final class Traffic {
  private record Meters(Counter frames, Counter bytes) {
    void count(int length) {
      frames.increment();
      bytes.increment(length);
    }
  }

  private final DeliveryMetrics deliveries;
  private final Map<FrameType, Meters> out;
  private final Map<FrameType, Meters> in;

  Traffic(MeterRegistry meters, DeliveryMetrics deliveries, String endpoint) {
    this.deliveries = deliveries;
    out = meters(meters, endpoint, "out", FrameType.ofServer());
    in = meters(meters, endpoint, "in", FrameType.ofClients());
  }

  private static Map<FrameType, Meters> meters(
      MeterRegistry registry, String endpoint, String direction, Set<FrameType> types) {
    var byType = new EnumMap<FrameType, Meters>(FrameType.class);
    for (var type : types) {
      String[] tags = {"endpoint", endpoint, "direction", direction, "type", type.name()};
      byType.put(
          type,
          new Meters(
              counter(registry, "frames", "Frames that passed through sockets", tags),
              counter(registry, "bytes", "Bytes of the frames that passed through sockets", tags)));
    }
    return byType;
  }

  private static Counter counter(
      MeterRegistry registry, String name, String description, String... tags) {
    return Counter.builder("laurel.realtime." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /** A frame was given to the network. */
  void sent(EncodedFrame frame) {
    out.get(frame.type()).count(frame.bytes());
    if (frame.origin().writtenAt() != 0) {
      deliveries.delivered(frame.origin().writtenAt());
    }
  }

  /** The network has taken a frame. */
  void written(EncodedFrame frame) {
    if (frame.origin().gradedAt() != 0) {
      deliveries.arrived(frame.origin().gradedAt());
    }
  }

  /**
   * A frame of a client was read.
   *
   * @param bytes its length in UTF-8
   */
  void received(FrameType type, int bytes) {
    in.get(type).count(bytes);
  }
}
