package dev.laurel.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * The origin of a page (RFC 6454).
 *
 * @param scheme {@code http}, {@code https}, or that of a native shell, such as {@code capacitor}
 * @param host in lower case
 * @param port set even if it is the scheme's default; negative if the scheme has none
 */
public record WebOrigin(String scheme, String host, int port) {
  private static final String HTTP = "http";
  private static final String HTTPS = "https";
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** No page comes from these, so that they are errors of whoever writes them into a setting. */
  private static final Set<String> NOT_OF_PAGES = Set.of("file", "ftp", "ws", "wss");

  public WebOrigin {
    host = host.toLowerCase(Locale.ROOT);
  }

  /**
   * Parses the {@code Origin} header of browsers.
   *
   * @throws IllegalArgumentException unless the text is scheme, host and optional port; sandboxed
   *     pages send {@code null}
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
      // Reported below with the text.
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is no origin; one looks like https://courses.example, http://localhost:8080 or capacitor://localhost");
  }

  /** The length without path, query, fragment and user. */
  private static int length(URI uri) {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return (uri.getScheme() + "://" + uri.getHost() + port).length();
  }

  /**
   * @param port negative for the scheme's default
   * @return null for a scheme that pages do not have
   */
  static WebOrigin of(String scheme, String host, int port) {
    return switch (scheme) {
      case HTTP -> new WebOrigin(HTTP, host, port < 0 ? HTTP_PORT : port);
      case HTTPS -> new WebOrigin(HTTPS, host, port < 0 ? HTTPS_PORT : port);
      default -> NOT_OF_PAGES.contains(scheme) ? null : new WebOrigin(scheme, host, port);
    };
  }

  /** This origin as seen by a browser in front of a proxy that terminates TLS. */
  WebOrigin behindTls() {
    return new WebOrigin(HTTPS, host, port == HTTP_PORT ? HTTPS_PORT : port);
  }
}
