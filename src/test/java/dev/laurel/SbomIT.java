package dev.laurel;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of what the package is made of, as the build leaves it. */
class SbomIT {
  private static final Path PACKAGE = Path.of("target/quarkus-app/lib");

  private static JsonNode document;

  @BeforeAll
  static void read() throws IOException {
    document = new ObjectMapper().readTree(Path.of("target/laurel-sbom.json").toFile());
  }

  @Test
  void everyJarThatIsShippedIsListed() throws IOException {
    // Given
    var listed = components().map(SbomIT::fileName).collect(toCollection(TreeSet::new));

    // When
    try (var files = Files.walk(PACKAGE)) {
      var shipped =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar"))
              .collect(toCollection(TreeSet::new));

      // Then
      assertFalse(shipped.isEmpty());
      shipped.removeAll(listed);
      assertEquals(new TreeSet<String>(), shipped);
    }
  }

  @Test
  void whatOnlyTestsNeedIsNotListed() {
    assertTrue(
        components().noneMatch(component -> component.get("name").asText().startsWith("junit")));
  }

  @Test
  void everyPartHasAVersionAndAHash() {
    assertTrue(
        components()
            .allMatch(
                component ->
                    component.hasNonNull("version")
                        && component.hasNonNull("purl")
                        && component.path("hashes").size() > 0));
  }

  @Test
  void itIsOfThisPackage() {
    assertEquals("CycloneDX", document.get("bomFormat").asText());
    assertEquals("laurel", document.at("/metadata/component/name").asText());
  }

  private static Stream<JsonNode> components() {
    return StreamSupport.stream(document.get("components").spliterator(), false);
  }

  /** As the package names its jars. */
  private static String fileName(JsonNode component) {
    var purl = component.get("purl").asText();
    var classifier =
        purl.contains("classifier=") ? "-" + purl.replaceFirst(".*classifier=([^&]*).*", "$1") : "";
    return "%s.%s-%s%s.jar"
        .formatted(
            component.get("group").asText(),
            component.get("name").asText(),
            component.get("version").asText(),
            classifier);
  }
}
