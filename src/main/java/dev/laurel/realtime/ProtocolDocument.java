package dev.laurel.realtime;

import io.quarkus.vertx.http.runtime.VertxHttpBuildTimeConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Serves the AsyncAPI document of the sockets next to the OpenAPI document, without authentication.
 * The document is written by hand. A test compares all frames with it, and the types of the
 * browser's client are generated from it.
 */
@ApplicationScoped
class ProtocolDocument {
  private static final String RESOURCE = "asyncapi.json";

  private final String path;

  ProtocolDocument(VertxHttpBuildTimeConfig http) {
    path = http.nonApplicationRootPath().replaceFirst("^(?!/)", "/") + "/asyncapi";
  }

  void install(@Observes Router router) {
    var document = read();
    router
        .get(path)
        .handler(
            request ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                    .end(document));
  }

  private static Buffer read() {
    try (InputStream document =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
      return Buffer.buffer(document.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
