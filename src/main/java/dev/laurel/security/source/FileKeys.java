package dev.laurel.security.source;

import io.smallrye.jwt.util.ResourceUtils;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Keys in files, which are read again when they change. A file that cannot be read any more, or has
 * no valid keys, costs nothing that was read before.
 */
final class FileKeys implements SourceKeys {
  private static final Logger LOG = Logger.getLogger("laurel.security");

  private final List<VerificationKey> others;
  private final List<String> locations;
  private final BiFunction<String, String, List<VerificationKey>> format;
  private volatile Map<String, String> texts;
  private volatile List<VerificationKey> keys;
  private String failure;

  /**
   * @param others keys that are in no file and always in force
   * @param locations paths, or {@code file:} or {@code classpath:} addresses
   * @param format reads the keys from the text and name of a file
   */
  FileKeys(
      List<VerificationKey> others,
      List<String> locations,
      BiFunction<String, String, List<VerificationKey>> format) {
    this.others = others;
    this.locations = List.copyOf(locations);
    this.format = format;
    texts = read();
    keys = parse(texts);
  }

  @Override
  public List<VerificationKey> current() {
    return keys;
  }

  @Override
  public synchronized void renew() {
    try {
      var now = read();
      if (!now.equals(texts)) {
        keys = parse(now);
        texts = now;
        LOG.infof("Keys were read again from %s", locations);
      }
      failure = null;
    } catch (RuntimeException e) {
      if (!e.getMessage().equals(failure)) {
        LOG.errorf("The keys read before stay in force: %s", e.getMessage());
      }
      failure = e.getMessage();
    }
  }

  private Map<String, String> read() {
    var read = new HashMap<String, String>();
    for (var location : locations) {
      read.put(location, read(location));
    }
    return read;
  }

  private static String read(String location) {
    try {
      var path = Path.of(location);
      if (Files.exists(path)) {
        return Files.readString(path);
      }
      var resource = ResourceUtils.readResource(location);
      if (resource != null) {
        return resource;
      }
    } catch (MalformedURLException e) {
      throw KeyFormats.wrong(location, "does not exist");
    } catch (IOException | RuntimeException e) {
      throw KeyFormats.wrong(location, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    throw KeyFormats.wrong(location, "does not exist");
  }

  private List<VerificationKey> parse(Map<String, String> read) {
    var all = new ArrayList<>(others);
    read.forEach((location, text) -> all.addAll(format.apply(text, location)));
    return List.copyOf(all);
  }
}
