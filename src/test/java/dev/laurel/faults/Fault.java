package dev.laurel.faults;

import static org.awaitility.Awaitility.await;

import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.function.Consumer;

/** A fault of an installation that lasts for a while and is repaired. */
enum Fault {
  REDIS_KILLED(all -> all.redis().kill(), all -> all.redis().startAgain()),
  REDIS_HANGS(all -> all.redis().freeze(), all -> all.redis().thaw()),
  REDIS_WIPED(Fault::wipeRedis, Fault::nothing),
  SUBSCRIPTION_SILENT(all -> all.wire().swallowSubscriptions(), Fault::nothing),
  POSTGRES_RESTARTED(all -> all.postgres().stop(), all -> all.postgres().startAgain()),
  POSTGRES_KILLED(all -> all.postgres().kill(), all -> all.postgres().startAgain()),
  POSTGRES_HANGS(all -> all.postgres().freeze(), all -> all.postgres().thaw()),
  CONNECTIONS_DROPPED(all -> all.postgres().dropConnections(), Fault::nothing),
  /** Kills the second node, so that the memory of the first can be watched. */
  NODE_KILLED(all -> all.second().kill(), all -> all.second().replace()),
  NODE_STOPPED(all -> all.second().stop(), all -> all.second().replace()),
  NODE_HANGS(all -> all.first().freeze(), all -> all.first().thaw()),
  SOCKETS_CUT(Fault::nothing, Fault::nothing) {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      course.sockets().cut();
      course.sockets().comeBack(installation.nodes().any());
      pass(time);
    }
  };

  private final Consumer<Installation> begin;
  private final Consumer<Installation> end;

  Fault(Consumer<Installation> begin, Consumer<Installation> end) {
    this.begin = begin;
    this.end = end;
  }

  /** Returns when the fault is repaired, though perhaps not everything works yet. */
  void happen(Installation installation, Course course, Duration time) {
    begin.accept(installation);
    pass(time);
    end.accept(installation);
  }

  private static void wipeRedis(Installation installation) {
    installation.redis().command(Command.FLUSHALL);
    installation.redis().command(Command.SCRIPT, "FLUSH");
    installation.redis().command(Command.CLIENT, "KILL", "TYPE", "pubsub");
  }

  private static void nothing(Installation installation) {}

  /** Waits while the others continue. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await()
        .atMost(time.plusSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> System.nanoTime() > end);
  }
}
