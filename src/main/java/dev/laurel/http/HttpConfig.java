package dev.laurel.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the service deals with browsers and connections. */
@ConfigMapping(prefix = "laurel.http")
public interface HttpConfig {
  /**
   * The pages of other origins that may open sockets and read the API, with commas between them:
   * {@code https://courses.example}. None unless set; the service's own origin always may.
   */
  Optional<Set<WebOrigin>> origins();

  /**
   * How long a client may take from opening a connection to the end of its first request's head,
   * and from the first byte of every later head to its end; default 10 s.
   */
  @DurationMin(millis = 100)
  @WithDefault("10s")
  Duration headTimeout();

  /** How long a client may take to send a body; default 30 s. */
  @DurationMin(millis = 100)
  @WithDefault("30s")
  Duration bodyTimeout();
}
