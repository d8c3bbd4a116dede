package dev.laurel.faults;

import static org.awaitility.Awaitility.await;

import io.vertx.redis.client.Command;
import java.time.Duration;

/** Something that goes wrong in an installation, for a while, and is put right again. */
enum Fault {
  REDIS_KILLED {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.redis().kill();
      pass(time);
      installation.redis().startAgain();
    }
  },
  REDIS_HANGS {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.redis().freeze();
      pass(time);
      installation.redis().thaw();
    }
  },
  REDIS_WIPED {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.redis().command(Command.FLUSHALL);
      installation.redis().command(Command.SCRIPT, "FLUSH");
      installation.redis().command(Command.CLIENT, "KILL", "TYPE", "pubsub");
      pass(time);
    }
  },
  SUBSCRIPTION_SILENT {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.wire().swallowSubscriptions();
      pass(time);
    }
  },
  POSTGRES_RESTARTED {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.postgres().stop();
      pass(time);
      installation.postgres().startAgain();
    }
  },
  POSTGRES_KILLED {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.postgres().kill();
      pass(time);
      installation.postgres().startAgain();
    }
  },
  POSTGRES_HANGS {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.postgres().freeze();
      pass(time);
      installation.postgres().thaw();
    }
  },
  CONNECTIONS_DROPPED {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.postgres().dropConnections();
      pass(time);
    }
  },
  /** The second node, so that the first lives to show what becomes of its memory. */
  NODE_KILLED {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.second().kill();
      pass(time);
      installation.second().replace();
    }
  },
  NODE_STOPPED {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.second().stop();
      pass(time);
      installation.second().replace();
    }
  },
  NODE_HANGS {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      installation.first().freeze();
      pass(time);
      installation.first().thaw();
    }
  },
  SOCKETS_CUT {
    @Override
    void happen(Installation installation, Course course, Duration time) {
      course.sockets().cut();
      course.sockets().comeBack(installation.nodes().any());
      pass(time);
    }
  };

  /** Returns when all is in its place again, if not yet at work. */
  abstract void happen(Installation installation, Course course, Duration time);

  /** Lets the others go on for a while. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await()
        .atMost(time.plusSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> System.nanoTime() > end);
  }
}
