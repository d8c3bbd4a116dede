package dev.laurel.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** A TCP connection to the node, on which any bytes can be written. */
final class Wire implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int MASKED = 0x80;

  /**
   * An HTTP answer.
   *
   * @param head the status line and the headers, in lower case
   */
  record Answer(int status, String head, String body) {}

  /** A WebSocket frame. */
  record Frame(int opcode, byte[] payload) {
    static final int TEXT = 1;
    static final int CLOSE = 8;

    static final int NO_CODE = 1005;

    String text() {
      return new String(payload, UTF_8);
    }

    /** The close code, 1005 without one. */
    int code() {
      return payload.length < 2
          ? NO_CODE
          : Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
    }
  }

  private final Socket socket = new Socket();
  private final OutputStream out;
  private final DataInputStream in;

  Wire(URI node) throws IOException {
    socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Sets the read timeout. */
  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Writes a masked frame, as clients do. */
  void writeFrame(int firstByte, byte[] payload) throws IOException {
    write(frame(firstByte, payload));
  }

  static byte[] frame(int firstByte, byte[] payload) {
    var header = ByteBuffer.allocate(14).put((byte) firstByte);
    if (payload.length < 126) {
      header.put((byte) (MASKED | payload.length));
    } else if (payload.length < 65_536) {
      header.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      header.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    header.putInt(0);
    var frame = ByteBuffer.allocate(header.position() + payload.length);
    frame.put(header.flip()).put(payload);
    return frame.array();
  }

  /**
   * Reads the next answer.
   *
   * @throws EOFException if the connection ends first
   */
  Answer read() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    var text = head.toString();
    int status = Integer.parseInt(text.substring(9, 12));
    var lower = text.toLowerCase(Locale.ROOT);
    return new Answer(status, lower, status == 101 ? "" : body(status, lower));
  }

  private String body(int status, String head) throws IOException {
    if (status == 204 || status == 304 || status == 100) {
      return "";
    }
    int length = head.indexOf("\r\ncontent-length: ");
    if (length >= 0) {
      var line = head.substring(length + 18, head.indexOf("\r\n", length + 18));
      return new String(in.readNBytes(Integer.parseInt(line.strip())), UTF_8);
    }
    var body = new StringBuilder();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.append(new String(in.readNBytes(size), UTF_8));
      in.skipNBytes(2);
    }
    in.skipNBytes(2);
    return body.toString();
  }

  private int chunkSize() throws IOException {
    var line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      line.append((char) in.readUnsignedByte());
    }
    return Integer.parseInt(line.toString().strip(), 16);
  }

  Frame readFrame() throws IOException {
    return readFrame(in);
  }

  private static Frame readFrame(DataInputStream in) throws IOException {
    int opcode = in.readUnsignedByte() & 0xf;
    int second = in.readUnsignedByte();
    long length = second & ~MASKED;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    var mask = in.readNBytes((second & MASKED) == 0 ? 0 : 4);
    var payload = in.readNBytes((int) Math.max(0, Math.min(length, Integer.MAX_VALUE)));
    for (int i = 0; i < payload.length && mask.length == 4; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Frame(opcode, payload);
  }

  /** The first close frame in what a client sent; empty if there is none. */
  static Optional<Frame> firstClose(byte[] sent) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(sent))) {
      var frame = readFrame(in);
      while (frame.opcode() != Frame.CLOSE) {
        frame = readFrame(in);
      }
      return Optional.of(frame);
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  /** Reads until the end of the connection or the read timeout. */
  String readAll(int patienceMillis) throws IOException {
    socket.setSoTimeout(patienceMillis);
    var read = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        read.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      read.append("\n(and no end)");
    }
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
