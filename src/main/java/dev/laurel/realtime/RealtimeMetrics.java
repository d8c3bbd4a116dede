package dev.laurel.realtime;

import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.wire.CloseCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The metrics of the sockets. Labels are endpoints, close codes and causes; never users. */
@ApplicationScoped
public class RealtimeMetrics {
  private static final String PREFIX = "laurel.realtime.";
  private static final Duration[] TICKS =
      Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry meters;
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final Counter limited;
  private final Counter slow;
  private final Counter missedPongs;
  private final Counter dropped;
  private final Timer boardTicks;

  public RealtimeMetrics(MeterRegistry meters) {
    this.meters = meters;
    limited = counter("frames.limited", "Frames of clients that were discarded above the limit");
    slow = counter("slow.closes", "Clients that were closed, being too slow");
    missedPongs = counter("pongs.missed", "Connections dropped, since nothing was heard of them");
    dropped = counter("dropped", "Connections dropped, since they did not end after being closed");
    boardTicks =
        Timer.builder(PREFIX + "board.ticks")
            .description("Times a board was read for its viewers, by how long that took")
            .serviceLevelObjectives(TICKS)
            .register(meters);
    Stream.of(ServerFrame.Code.values()).forEach(this::refusals);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(PREFIX + name).description(description).tags(tags).register(meters);
  }

  /** Publishes a value of {@code state}, which must stay referenced. */
  public <T> void gauge(String name, String description, T state, ToDoubleFunction<T> value) {
    Gauge.builder(PREFIX + name, state, value).description(description).register(meters);
  }

  public void opened(String endpoint) {
    open.computeIfAbsent(endpoint, this::countOpen).incrementAndGet();
  }

  private AtomicInteger countOpen(String endpoint) {
    var count = new AtomicInteger();
    Gauge.builder(PREFIX + "sockets", count, AtomicInteger::get)
        .description("Open sockets")
        .tag("endpoint", endpoint)
        .register(meters);
    return count;
  }

  /**
   * @param code the close code; unknown ones share a label
   */
  public void closed(String endpoint, int code) {
    open.get(endpoint).decrementAndGet();
    refused(endpoint, code);
  }

  /** A socket was closed without a session. */
  public void refused(String endpoint, int code) {
    var label = CloseCode.isKnown(code) ? "" + code : "other";
    counter("closes", "Sockets closed", "endpoint", endpoint, "code", label).increment();
  }

  public void upgradeRefused(String cause) {
    counter("upgrades.refused", "Requests for sockets that were refused", "cause", cause)
        .increment();
  }

  public void boardTicked(Duration took) {
    boardTicks.record(took);
  }

  public void frameRefused(ServerFrame.Code code) {
    refusals(code).increment();
  }

  private Counter refusals(ServerFrame.Code code) {
    return counter("frames.refused", "Frames answered by an error", "code", code.name());
  }

  public void frameLimited() {
    limited.increment();
  }

  public void tooSlow() {
    slow.increment();
  }

  public void pongMissed() {
    missedPongs.increment();
  }

  public void dropped() {
    dropped.increment();
  }
}
