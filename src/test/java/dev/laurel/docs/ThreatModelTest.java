package dev.laurel.docs;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.laurel.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the threat model to the tests that it refers to. */
class ThreatModelTest {
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    // Given
    var named =
        NAME.matcher(Documents.read(Documents.DIRECTORY.resolve("security.md")))
            .results()
            .map(found -> found.group(1) + ".java")
            .collect(toCollection(TreeSet::new));
    assertFalse(named.isEmpty());

    // When
    try (var files = Files.walk(Path.of("src/test/java"))) {
      files.forEach(file -> named.remove(file.getFileName().toString()));
    }

    // Then
    assertEquals(new TreeSet<String>(), named, "named, but not there");
  }
}
