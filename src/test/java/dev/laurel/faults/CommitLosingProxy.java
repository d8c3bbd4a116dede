package dev.laurel.faults;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A proxy before PostgreSQL that can break a connection after a commit, before the client learns
 * that it succeeded. The client must send statements as text, and so prepare none at the server.
 */
final class CommitLosingProxy implements AutoCloseable {
  private static final String WRITING = "insert into standing";
  private static final String COMMIT = "COMMIT";

  private final NetServer server;
  private final NetClient client;
  private final int target;
  private final AtomicBoolean armed = new AtomicBoolean();

  /** What has been seen of one connection. */
  private static final class Connection {
    private volatile boolean writing;
    private volatile boolean committing;
  }

  /**
   * @param target a port of the loopback address
   */
  CommitLosingProxy(Vertx vertx, int target) {
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accept);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  /** The settings of a node that uses it. */
  Map<String, String> settings() {
    return Map.of(
        "quarkus.datasource.jdbc.url",
        "jdbc:postgresql://127.0.0.1:%d/postgres?prepareThreshold=0"
            .formatted(server.actualPort()));
  }

  /** Loses the answer to the next commit of a change of a board. */
  void loseNextAnswer() {
    armed.set(true);
  }

  private void accept(NetSocket near) {
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            far -> {
              pipe(near, far);
              near.resume();
            })
        .onFailure(refused -> near.close());
  }

  private void pipe(NetSocket near, NetSocket far) {
    var connection = new Connection();
    near.handler(
        bytes -> {
          var text = bytes.toString("ISO-8859-1");
          connection.writing |= armed.get() && text.contains(WRITING);
          if (connection.writing && text.contains(COMMIT) && armed.compareAndSet(true, false)) {
            connection.committing = true;
          }
          far.write(bytes);
        });
    far.handler(
        bytes -> {
          if (connection.committing) {
            near.close();
          } else {
            near.write(bytes);
          }
        });
    near.closeHandler(closed -> far.close());
    far.closeHandler(closed -> near.close());
    near.exceptionHandler(broken -> far.close());
    far.exceptionHandler(broken -> near.close());
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
