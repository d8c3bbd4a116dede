package dev.laurel.deploy;

import dev.laurel.testing.Documents;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What the documents tell operators to create, and how long a node may take to stop. */
final class OperatorsDuties {
  private static final String REALTIME = "dev.laurel.realtime.RealtimeConfig";

  private OperatorsDuties() {}

  static ManifestPolicy.Duties documented() {
    var documents = Documents.text().replace("\\\n", " ");
    var secrets = new HashSet<String>();
    Pattern.compile("create secret generic (\\S+)(.*)")
        .matcher(documents)
        .results()
        .forEach(
            secret ->
                Pattern.compile("--from-literal=([\\w-]+)=")
                    .matcher(secret.group(2))
                    .results()
                    .forEach(key -> secrets.add(secret.group(1) + "/" + key.group(1))));
    Pattern.compile("create secret tls (\\S+)")
        .matcher(documents)
        .results()
        .forEach(secret -> secrets.add(secret.group(1)));
    return new ManifestPolicy.Duties(stopTime().toSeconds(), secrets);
  }

  /** The longest time from SIGTERM to the end of a node with default settings. */
  static Duration stopTime() {
    return List.of("drainPeriod", "drainTimeout", "closeGrace").stream()
        .map(OperatorsDuties::byDefault)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration byDefault(String setting) {
    try {
      var method = Class.forName(REALTIME).getDeclaredMethod(setting);
      return Duration.parse("PT" + method.getAnnotation(WithDefault.class).value());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
