package dev.laurel.realtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** What operators see of the sockets. Labels are endpoints, close codes and causes; never users. */
@ApplicationScoped
class RealtimeMetrics {
  private static final String PREFIX = "laurel.realtime.";

  private final MeterRegistry meters;
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final Counter limited;
  private final Counter slow;
  private final Counter missedPongs;
  private final Counter dropped;

  RealtimeMetrics(MeterRegistry meters) {
    this.meters = meters;
    limited = counter("frames.limited", "Frames of clients that were discarded above the limit");
    slow = counter("slow.closes", "Clients that were closed, being too slow");
    missedPongs = counter("pongs.missed", "Connections dropped, since nothing was heard of them");
    dropped = counter("dropped", "Connections dropped, since they did not end after being closed");
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(PREFIX + name).description(description).tags(tags).register(meters);
  }

  private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(PREFIX + name, of, value).description(description).register(meters);
  }

  void upgradesInHand(AtomicInteger count) {
    gauge("upgrades.pending", "Requests for sockets in hand", count, AtomicInteger::get);
  }

  void backlog(Backlog backlog) {
    gauge("queue.bytes", "Bytes on their way to all clients", backlog, Backlog::bytes);
    gauge("queue.behind", "Clients for which frames are waiting", backlog, Backlog::size);
  }

  void opened(String endpoint) {
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
   * @param code as the client knows it; what is not ours or of RFC 6455 counts as one
   */
  void closed(String endpoint, int code) {
    open.get(endpoint).decrementAndGet();
    refused(endpoint, code);
  }

  /** A socket was opened to be closed at once. */
  void refused(String endpoint, int code) {
    var label = code >= 1000 && code < 1016 || CloseCode.isOurs(code) ? "" + code : "other";
    counter("closes", "Sockets closed", "endpoint", endpoint, "code", label).increment();
  }

  void upgradeRefused(String cause) {
    counter("upgrades.refused", "Requests for sockets that were refused", "cause", cause)
        .increment();
  }

  void frameLimited() {
    limited.increment();
  }

  void tooSlow() {
    slow.increment();
  }

  void pongMissed() {
    missedPongs.increment();
  }

  void dropped() {
    dropped.increment();
  }
}
