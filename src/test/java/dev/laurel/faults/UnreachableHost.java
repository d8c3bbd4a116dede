package dev.laurel.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address at which nobody answers, not even with a refusal, as that of a lost machine. */
final class UnreachableHost implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 300;

  private final ServerSocket server;
  private final List<Socket> waiting = new ArrayList<>();

  UnreachableHost() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    // The system answers until its queue is full of those whom nobody accepts.
    boolean answers = true;
    while (answers) {
      answers = answers();
    }
  }

  private boolean answers() throws IOException {
    var client = new Socket();
    waiting.add(client);
    try {
      client.connect(new InetSocketAddress(server.getInetAddress(), port()), PATIENCE_MILLIS);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (var client : waiting) {
      client.close();
    }
    server.close();
  }
}
