package dev.laurel.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/** A client that speaks HTTP by hand, as slowly as it likes. */
final class Dripping implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 8_000;
  private static final int DRIP_MILLIS = 50;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  Dripping(URI node) throws IOException {
    socket = new Socket(node.getHost(), node.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = socket.getInputStream();
  }

  void send(String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  void send(int[] bytes) throws IOException {
    for (int value : bytes) {
      out.write(value);
    }
    out.flush();
  }

  /** Sends byte after byte, for as long as the connection is there. */
  Dripping drip(String text) {
    var hand =
        new Thread(
            () -> {
              try {
                for (byte one : text.getBytes(ISO_8859_1)) {
                  out.write(one);
                  out.flush();
                  Thread.sleep(DRIP_MILLIS);
                }
              } catch (IOException e) {
                // The connection has ended, as it should.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    hand.setDaemon(true);
    hand.start();
    return this;
  }

  /** Reads up to this text, and returns all that was read. */
  String awaitText(String text) throws IOException {
    var read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("closed after: " + read);
      }
      read.append((char) next);
    }
    // The rest of what came with it.
    while (in.available() > 0) {
      read.append((char) in.read());
    }
    return read.toString();
  }

  /** Reads until the server has ended the connection in whatever way, and returns what it read. */
  String awaitEnd() {
    var read = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        read.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still open after: " + read, e);
    } catch (IOException e) {
      // A reset is an end as well.
    }
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
