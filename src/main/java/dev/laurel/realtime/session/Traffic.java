package dev.laurel.realtime.session;

import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.FrameType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Counts the frames of all sockets, and measures how late events leave. Any thread may call. */
@Singleton
class Traffic {
  private static final String PREFIX = "laurel.realtime.";
  private static final Duration[] LATENCIES =
      millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);
  private static final Duration[] AGES =
      millis(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 600_000);

  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final Clock clock;
  private final Timer deliveries;
  private final Timer ages;

  Traffic(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
    deliveries =
        Timer.builder(PREFIX + "deliveries")
            .description(
                "Events given to the network, by how long ago they were written to the log")
            .serviceLevelObjectives(LATENCIES)
            .register(meters);
    ages =
        Timer.builder(PREFIX + "age")
            .description(
                "Events that the network has taken, by how long ago their result was graded")
            .serviceLevelObjectives(AGES)
            .register(meters);
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  Endpoint of(String endpoint) {
    return endpoints.computeIfAbsent(endpoint, Endpoint::new);
  }

  /** Ignores moments that are unknown: those of replays. */
  private void record(Timer timer, long since) {
    if (since != 0) {
      timer.record(Math.max(0, clock.millis() - since), TimeUnit.MILLISECONDS);
    }
  }

  private record Meters(Counter frames, Counter bytes) {
    void count(int length) {
      frames.increment();
      bytes.increment(length);
    }
  }

  /** The sockets of one endpoint. Registers all meters at once, so counting is two additions. */
  final class Endpoint {
    private final Map<FrameType, Meters> out;
    private final Map<FrameType, Meters> in;

    private Endpoint(String name) {
      out = meters(name, "out", FrameType.ofServer());
      in = meters(name, "in", FrameType.ofClients());
    }

    private Map<FrameType, Meters> meters(String name, String direction, Set<FrameType> types) {
      var byType = new EnumMap<FrameType, Meters>(FrameType.class);
      for (var type : types) {
        String[] tags = {"endpoint", name, "direction", direction, "type", type.name()};
        byType.put(
            type,
            new Meters(
                counter("frames", "Frames that passed through sockets", tags),
                counter("bytes", "Bytes of the frames that passed through sockets", tags)));
      }
      return byType;
    }

    private Counter counter(String name, String description, String... tags) {
      return Counter.builder(PREFIX + name).description(description).tags(tags).register(meters);
    }

    /** A frame was given to the network. */
    void sent(EncodedFrame frame) {
      out.get(frame.type()).count(frame.bytes());
      record(deliveries, frame.origin().writtenAt());
    }

    /** The network has taken a frame. */
    void written(EncodedFrame frame) {
      record(ages, frame.origin().gradedAt());
    }

    /** A frame of the client was read. */
    void received(FrameType type, int bytes) {
      in.get(type).count(bytes);
    }
  }
}
