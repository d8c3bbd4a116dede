package dev.laurel.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;

/**
 * Floods the page with two hundred board changes a second, far more than a service ever sends, and
 * measures their cost. The frames seem to arrive on the page's own socket. Their rows are shuffled,
 * so that all of them always move.
 */
final class Flood {
  private static final String SCRIPT =
      """
      (() => {
        const flood = { sent: 0, frames: [], on: false };
        const names = [...Array(10).keys()].map((i) => `student ${i}`);
        const page = () => {
          const points = names.map((name) => ({ name, points: Math.floor(Math.random() * 2000) }));
          points.sort((a, b) => b.points - a.points);
          return {
            entries: points.map(({ name, points }, i) => ({
              rank: i + 1, tied: false, user: { id: name, username: name }, total_points: points, completed_problems: 3,
            })),
            pagination: { page: 1, page_size: 10, total_count: 24, total_pages: 3, has_next: true, has_previous: false },
            version: flood.sent,
          };
        };
        const update = (socket) => {
          flood.sent++;
          const frame = { type: "leaderboard_update", leaderboard_type: "global", class_id: null, data: page() };
          socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
        };
        globalThis.WebSocket = class extends WebSocket {
          constructor(url) {
            super(url);
            if (url.includes("leaderboard")) {
              // Sends as many as are due, since busy timers fire late.
              let due = 0;
              let last = performance.now();
              setInterval(() => {
                const now = performance.now();
                due += flood.on && this.readyState === 1 ? ((now - last) * 200) / 1000 : 0;
                last = now;
                for (; due >= 1; due--) update(this);
              }, 5);
            }
          }
        };
        const draw = (now) => {
          if (flood.on) flood.frames.push(now);
          requestAnimationFrame(draw);
        };
        requestAnimationFrame(draw);
        globalThis.flood = flood;
      })()""";

  private static final String READ =
      """
      (() => {
        const { frames, sent } = flood;
        const gaps = frames.slice(1).map((frame, i) => frame - frames[i]).sort((a, b) => a - b);
        flood.frames = [];
        flood.sent = 0;
        return [sent, frames.length, gaps[Math.floor(gaps.length * 0.95)] ?? 0];
      })()""";

  /**
   * The cost of the page over some time.
   *
   * @param updatesPerSecond board updates received
   * @param framesPerSecond frames drawn
   * @param slowFrameMs time between two frames, 95th percentile
   * @param load share of one CPU used by the page's main thread
   */
  record Cost(double updatesPerSecond, double framesPerSecond, double slowFrameMs, double load) {}

  /**
   * The memory of the page.
   *
   * @param heap bytes of live objects
   * @param nodes DOM nodes, attached or not
   * @param listeners event listeners
   */
  record Memory(long heap, int nodes, int listeners) {}

  private final Page page;
  private final CDPSession browser;

  private Flood(Page page) {
    this.page = page;
    browser = page.context().newCDPSession(page);
    var clock = new JsonObject();
    clock.addProperty("timeDomain", "threadTicks");
    browser.send("Performance.enable", clock);
  }

  /** Starts flooding a page in which a user has signed in. */
  static Flood over(DemoPage visited) {
    visited.page().addInitScript(SCRIPT);
    visited.reload();
    var flood = new Flood(visited.page());
    visited.page().evaluate("flood.on = true");
    return flood;
  }

  /** Waits and returns the cost of that time. */
  Cost cost(Duration time) {
    page.evaluate(READ);
    double before = metric("TaskDuration");
    long begin = System.nanoTime();
    page.waitForTimeout(time.toMillis());
    @SuppressWarnings("unchecked")
    var counts = (List<Number>) page.evaluate(READ);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Cost(
        counts.get(0).doubleValue() / seconds,
        counts.get(1).doubleValue() / seconds,
        counts.get(2).doubleValue(),
        (metric("TaskDuration") - before) / seconds);
  }

  /** The memory after a garbage collection. */
  Memory memory() {
    browser.send("HeapProfiler.collectGarbage");
    return new Memory(
        (long) metric("JSHeapUsedSize"), (int) metric("Nodes"), (int) metric("JSEventListeners"));
  }

  private double metric(String name) {
    for (var metric : browser.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals(name)) {
        return metric.getAsJsonObject().get("value").getAsDouble();
      }
    }
    throw new IllegalStateException(name + " is not measured");
  }
}
