package dev.laurel.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.yaml.snakeyaml.Yaml;

/** The Kustomize overlays, rendered by {@code kubectl kustomize} or {@code kustomize build}. */
final class Manifests {
  private static final Path OVERLAYS = Path.of("deploy/kustomize/overlays");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

  private Manifests() {}

  /** The names of all overlays. */
  static List<String> overlays() {
    try (var directories = Files.list(OVERLAYS)) {
      return directories.map(directory -> directory.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A fresh copy of the documents of an overlay. Without either tool the test is skipped with a
   * message; under CI it fails.
   */
  static List<JsonNode> of(String overlay) {
    return parse(RENDERED.computeIfAbsent(overlay, name -> render(OVERLAYS.resolve(name))));
  }

  /** As above, with an optional component added to the overlay. */
  static List<JsonNode> of(String overlay, String component) {
    try {
      var directory = Files.createTempDirectory(Path.of("target"), "overlay-");
      var kustomize = directory.relativize(OVERLAYS.getParent());
      Files.writeString(
          directory.resolve("kustomization.yaml"),
          """
          resources: [%1$s/overlays/%2$s]
          components: [%1$s/components/%3$s]
          """
              .formatted(kustomize, overlay, component));
      return parse(render(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML text, anchors and merges resolved. */
  static List<JsonNode> parse(String yaml) {
    var manifests = new ArrayList<JsonNode>();
    new Yaml().loadAll(yaml).forEach(document -> manifests.add(JSON.valueToTree(document)));
    return manifests;
  }

  private static String render(Path directory) {
    var command = new ArrayList<>(renderer());
    command.add(directory.toString());
    try {
      var errors = Files.createTempFile("kustomize-", ".log");
      var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      var rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var complaints = Files.readString(errors);
      Files.delete(errors);
      // Kustomize reports deprecations on standard error and exits with 0.
      if (process.waitFor() != 0 || !complaints.isBlank()) {
        throw new AssertionError(directory + " cannot be rendered: " + complaints);
      }
      return rendered;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> renderer() {
    var renderer =
        installed("kubectl")
            .map(kubectl -> List.of(kubectl, "kustomize"))
            .or(() -> installed("kustomize").map(kustomize -> List.of(kustomize, "build")));
    if (renderer.isEmpty()) {
      var message = "Neither kubectl nor kustomize found: install one of them";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(message);
      }
      System.err.println("TESTS OF KUBERNETES MANIFESTS SKIPPED. " + message + ".");
      Assumptions.abort(message);
    }
    return renderer.get();
  }

  private static Optional<String> installed(String tool) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(entry -> Path.of(entry, tool))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
