package dev.laurel.http;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings for browsers and connections. */
@ConfigMapping(prefix = "laurel.http")
public interface HttpConfig {
  /**
   * Other origins whose pages may open sockets and read the API, separated by commas, such as
   * {@code https://courses.example,https://lms.example}, or of native shells: {@code
   * capacitor://localhost}. The service's own origin always may.
   */
  Optional<Set<WebOrigin>> origins();

  /**
   * Internal. How long a client may take to send the head of a request, counted from the opening of
   * the connection for the first and from the first byte for later ones.
   */
  @DurationMin(millis = 100)
  @WithDefault("10s")
  @WithConverter(DurationWithUnit.class)
  Duration headTimeout();

  /** Internal. How long a client may take to send a body. */
  @DurationMin(millis = 100)
  @WithDefault("30s")
  @WithConverter(DurationWithUnit.class)
  Duration bodyTimeout();
}
