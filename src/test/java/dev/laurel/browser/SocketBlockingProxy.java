package dev.laurel.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A proxy that can block WebSockets and nothing else, as some companies' proxies do. It decides by
 * the first request of a connection, since browsers open a new connection for each socket.
 */
final class SocketBlockingProxy implements AutoCloseable {
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final byte[] FORBIDDEN =
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final URI service;
  private final ServerSocket server;
  private volatile boolean blocking;

  SocketBlockingProxy(URI service) {
    this.service = service;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Sets whether to refuse new sockets. */
  void block(boolean block) {
    blocking = block;
  }

  private void accept() throws IOException {
    while (true) {
      var client = server.accept();
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      var head = head(client.getInputStream());
      if (blocking && head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
        client.getOutputStream().write(FORBIDDEN);
        return;
      }
      try (var upstream = new Socket(service.getHost(), service.getPort())) {
        upstream.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        start(() -> pipe(upstream.getInputStream(), client));
        pipe(client.getInputStream(), upstream);
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Copies until the end of the input, then ends the output. */
  private static void pipe(InputStream from, Socket to) throws IOException {
    OutputStream out = to.getOutputStream();
    try {
      from.transferTo(out);
    } finally {
      to.shutdownOutput();
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void start(Action action) {
    var thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (SocketException e) {
                // One side closed its connection, or the proxy was closed.
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "socket-blocking-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
