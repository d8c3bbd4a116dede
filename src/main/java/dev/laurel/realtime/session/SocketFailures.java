package dev.laurel.realtime.session;

import dev.laurel.wire.CloseCode;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;

/** What is left when neither an endpoint nor a session has an answer to a failure. */
@ApplicationScoped
class SocketFailures {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  @OnError
  Uni<Void> failed(Throwable failure, WebSocketConnection connection) {
    if (connection.isClosed() || failure instanceof IOException) {
      // Clients come and go as networks do; their end is told to the endpoint anyway.
      LOG.debugf(failure, "connection %s broke off", connection.id());
      return Uni.createFrom().voidItem();
    }
    LOG.warn("a socket is closed, since it failed", failure);
    return connection.close(CloseCode.SERVER_ERROR.reason());
  }
}
