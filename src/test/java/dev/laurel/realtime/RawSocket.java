package dev.laurel.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A socket whose client writes the frames of RFC 6455 by hand, valid or not. */
public final class RawSocket implements AutoCloseable {
  public static final int FINAL = 0x80;
  public static final int RESERVED = 0x40;
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  public static final int PING = 9;

  private static final int MASKED = 0x80;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int RECEIVE_BUFFER = 4_096;

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final String head;

  public RawSocket(URI node, String path, String token, String... headers) {
    this(true, node, path, token, headers);
  }

  private RawSocket(boolean answered, URI node, String path, String token, String... headers) {
    try {
      socket = new Socket();
      // Small, so that the server soon notices a client that does not read.
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      in = new DataInputStream(socket.getInputStream());
      out.write(
          ("GET "
                  + path
                  + "?token="
                  + token
                  + " HTTP/1.1\r\nHost: laurel\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                  + String.join("", headers)
                  + "\r\n")
              .getBytes(UTF_8));
      head = answered ? readHead() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A socket that has sent its handshake and not read the answer. */
  public static RawSocket halfOpen(URI node, String path, String token) {
    return new RawSocket(false, node, path, token);
  }

  /** Status line and headers of the answer to the handshake. */
  public String head() {
    return head;
  }

  private String readHead() throws IOException {
    var read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0) {
      read.append((char) in.readUnsignedByte());
    }
    return read.toString();
  }

  /** Sends a masked frame, as clients must. */
  public void send(int firstByte, byte[] payload) {
    write(header(firstByte, payload.length, MASKED), new byte[4], payload);
  }

  public void send(int firstByte, String payload) {
    send(firstByte, payload.getBytes(UTF_8));
  }

  /** Sends an unmasked frame, as only servers may. */
  public void sendUnmasked(int firstByte, byte[] payload) {
    write(header(firstByte, payload.length, 0), payload);
  }

  /** Sends the header of a frame only. */
  public void sendHeader(int firstByte, long length) {
    write(header(firstByte, length, MASKED));
  }

  private static byte[] header(int firstByte, long length, int mask) {
    var header = ByteBuffer.allocate(10).put((byte) firstByte);
    if (length < 126) {
      header.put((byte) (mask | length));
    } else if (length < 65_536) {
      header.put((byte) (mask | 126)).putShort((short) length);
    } else {
      header.put((byte) (mask | 127)).putLong(length);
    }
    var bytes = new byte[header.position()];
    header.flip().get(bytes);
    return bytes;
  }

  private void write(byte[]... parts) {
    try {
      for (var part : parts) {
        out.write(part);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of the next text frame. */
  public String text() {
    return new String(next(TEXT), UTF_8);
  }

  /** The texts of all text frames up to the server's close frame, then its code. */
  public List<String> textsThenCloseCode() {
    var texts = new ArrayList<String>();
    while (true) {
      var frame = next(TEXT, CLOSE);
      texts.add(
          frame.opcode() == TEXT
              ? new String(frame.payload(), UTF_8)
              : Integer.toString(closeCode(frame.payload())));
      if (frame.opcode() == CLOSE) {
        return texts;
      }
    }
  }

  /** Reads up to the server's close frame, and returns its code. */
  public int closeCode() {
    return closeCode(next(CLOSE));
  }

  private static int closeCode(byte[] payload) {
    return Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
  }

  public byte[] pong() {
    return next(10);
  }

  /** Reads up to the server's next ping, and returns its payload. */
  public byte[] ping() {
    return next(PING);
  }

  private byte[] next(int opcode) {
    return next(opcode, opcode).payload();
  }

  private Frame next(int opcode, int other) {
    try {
      while (true) {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
          length = in.readUnsignedShort();
        }
        var frame = new Frame(first & 0xf, in.readNBytes(length));
        if (frame.opcode() == opcode || frame.opcode() == other) {
          return frame;
        }
      }
    } catch (EOFException e) {
      throw new AssertionError("closed without a frame of opcode " + opcode, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Frame(int opcode, byte[] payload) {}

  /** Reads until the server has ended the connection. */
  public void awaitEnd() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (IOException e) {
      // A reset is an end as well.
    }
  }

  /** Ends the connection with a TCP reset. */
  public void reset() {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    reset();
  }
}
