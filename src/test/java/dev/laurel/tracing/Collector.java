package dev.laurel.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Takes traces in by OTLP over HTTP. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();

  private Collector(HttpServer server) {
    this.server = server;
    server.createContext("/v1/traces", this::receive);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  static Collector start() throws IOException {
    return new Collector(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int requests() {
    return received.size();
  }

  /**
   * Whether a span of this name was received together with the trace. A span's name follows its
   * three ids and the state of the trace.
   */
  boolean has(String traceId, String name) {
    var bytes = new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
    for (var request : received) {
      for (int at = request.indexOf(bytes); at >= 0; at = request.indexOf(bytes, at + 1)) {
        int until = Math.min(request.length(), at + 16 + 48 + name.length());
        if (request.substring(at, until).contains(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private void receive(HttpExchange exchange) throws IOException {
    received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
