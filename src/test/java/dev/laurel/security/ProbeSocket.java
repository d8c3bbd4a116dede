package dev.laurel.security;

import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;

/** Sends its caller. */
@Authenticated
@WebSocket(path = SocketPaths.ROOT + "probe")
public class ProbeSocket {
  private final SecurityIdentity identity;

  ProbeSocket(SecurityIdentity identity) {
    this.identity = identity;
  }

  @OnOpen
  String open() {
    return ProbeResource.describe(identity);
  }
}
