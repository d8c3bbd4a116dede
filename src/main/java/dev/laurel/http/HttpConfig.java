package dev.laurel.http;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** How the service deals with browsers and connections. */
@ConfigMapping(prefix = "laurel.http")
interface HttpConfig {
  /**
   * The pages of other origins that may open sockets and read the API, with commas between them:
   * {@code https://courses.example}. None unless set; the service's own origin always may.
   */
  Optional<Set<WebOrigin>> origins();
}
