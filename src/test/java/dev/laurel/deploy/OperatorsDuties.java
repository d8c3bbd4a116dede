package dev.laurel.deploy;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What the README has operators do, and the service's settings make them wait for. */
final class OperatorsDuties {
  private static final String REALTIME = "dev.laurel.realtime.RealtimeConfig";

  private OperatorsDuties() {}

  static ManifestPolicy.Duties documented() throws IOException {
    var readme = Files.readString(Path.of("README.md")).replace("\\\n", " ");
    var secrets = new HashSet<String>();
    Pattern.compile("create secret generic (\\S+)(.*)")
        .matcher(readme)
        .results()
        .forEach(
            secret ->
                Pattern.compile("--from-literal=([\\w-]+)=")
                    .matcher(secret.group(2))
                    .results()
                    .forEach(key -> secrets.add(secret.group(1) + "/" + key.group(1))));
    Pattern.compile("create secret tls (\\S+)")
        .matcher(readme)
        .results()
        .forEach(secret -> secrets.add(secret.group(1)));
    return new ManifestPolicy.Duties(stopTime().toSeconds(), secrets);
  }

  /** How long a node may take from SIGTERM to its end, with the settings' defaults. */
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
