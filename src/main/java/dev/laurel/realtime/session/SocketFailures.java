package dev.laurel.realtime.session;

import dev.laurel.wire.CloseCode;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Handles failures that neither an endpoint nor a session handles. Public, because Quarkus
 * generates the callers into the packages of the endpoints.
 */
@ApplicationScoped
public class SocketFailures {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  @OnError
  public Uni<Void> failed(Throwable failure, WebSocketConnection connection) {
    if (connection.isClosed() || failure instanceof IOException) {
      // Clients come and go as networks do; their end is told to the endpoint anyway.
      LOG.debugf(failure, "connection %s broke off", connection.id());
      return Uni.createFrom().voidItem();
    }
    LOG.warn("a socket is closed, since it failed", failure);
    return connection.close(CloseCode.SERVER_ERROR.reason());
  }
}
