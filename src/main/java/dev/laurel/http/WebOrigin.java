package dev.laurel.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a page comes from (RFC 6454).
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case
 * @param port also where it is the scheme's own
 */
public record WebOrigin(String scheme, String host, int port) {
  private static final String HTTP = "http";
  private static final String HTTPS = "https";
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  public WebOrigin {
    host = host.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads what browsers send as {@code Origin}.
   *
   * @throws IllegalArgumentException for anything else than scheme, host and perhaps port: {@code
   *     null} too, which sandboxed pages send
   */
  public static WebOrigin of(String text) {
    try {
      var uri = new URI(text.strip());
      var origin =
          uri.getScheme() == null || uri.getHost() == null
              ? null
              : of(uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost(), uri.getPort());
      if (origin != null && text.strip().length() == length(uri)) {
        return origin;
      }
    } catch (URISyntaxException e) {
      // Told below, in the words of whoever has set it.
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is no origin; one looks like https://courses.example or http://localhost:8080");
  }

  /** Path, query, fragment or user make it longer than an origin. */
  private static int length(URI uri) {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return (uri.getScheme() + "://" + uri.getHost() + port).length();
  }

  /**
   * @param port below zero where it is the scheme's own
   * @return null for another scheme
   */
  static WebOrigin of(String scheme, String host, int port) {
    return switch (scheme) {
      case HTTP -> new WebOrigin(HTTP, host, port < 0 ? HTTP_PORT : port);
      case HTTPS -> new WebOrigin(HTTPS, host, port < 0 ? HTTPS_PORT : port);
      default -> null;
    };
  }

  /** The same host and port as seen through a proxy that has terminated TLS. */
  WebOrigin behindTls() {
    return new WebOrigin(HTTPS, host, port == HTTP_PORT ? HTTPS_PORT : port);
  }
}
