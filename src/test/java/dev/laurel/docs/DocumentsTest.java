package dev.laurel.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.PackageTree;
import dev.laurel.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the documents short, connected, and true about the classes they name. */
class DocumentsTest {
  private static final int README_LIMIT = 10 * 1024;
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w*[a-z])(?:\\.java)?`");

  private static final Pattern ROOM =
      Pattern.compile("(?m)^\\| `([a-z.]+)` \\|[^|]*\\|([^|]*)\\|$");

  /** The sentence with the starting points, up to what it says about them after a semicolon. */
  private static final Pattern START =
      Pattern.compile("(?s)\\bStart\\s+with\\b.*?(?:;|\\.\\s|\\.$)");

  private static final Pattern STARTING_POINT =
      Pattern.compile("\\{@(?:link|code)\\s+(?:[a-z]+\\.)*([A-Z]\\w+)}");

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @Test
  void theReadmeIsShort() throws IOException {
    assertTrue(Files.size(Documents.README) <= README_LIMIT);
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    var broken = new ArrayList<String>();
    for (var document : Documents.paths()) {
      for (var link : links(document)) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
          broken.add(document + " -> " + link);
        } else if (parts.length > 1 && !anchors(target).contains(parts[1])) {
          broken.add(document + " -> " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyDocumentIsReachedFromTheReadme() throws IOException {
    // Given
    var reached = new HashSet<Path>();
    var open = new ArrayList<>(List.of(Documents.README));

    // When
    while (!open.isEmpty()) {
      var document = open.remove(0);
      if (reached.add(document)) {
        for (var link : links(document)) {
          var target = document.resolveSibling(link.split("#", 2)[0]).normalize();
          if (target.toString().endsWith(".md") && Files.exists(target)) {
            open.add(target);
          }
        }
      }
    }

    // Then
    var lonely = new TreeSet<>(Documents.paths());
    lonely.removeAll(reached);
    assertEquals(new TreeSet<Path>(), lonely);
  }

  @Test
  void everyClassThatTheArchitectureNamesExists() throws IOException {
    // Given
    var text = Documents.read(Documents.DIRECTORY.resolve("architecture.md"));
    int banned = text.indexOf(GlossaryTest.BANNED);
    var rooms = text.substring(0, banned);

    // When
    var missing = new TreeSet<String>();
    CLASS.matcher(rooms).results().forEach(found -> missing.add(found.group(1) + ".java"));
    assertTrue(missing.size() > 30, "architecture.md names no classes");
    for (var directory : List.of("src/main/java", "src/test/java")) {
      try (var files = Files.walk(Path.of(directory))) {
        files.forEach(file -> missing.remove(file.getFileName().toString()));
      }
    }

    // Then
    assertEquals(new TreeSet<String>(), missing);
  }

  @Test
  void everyRoomStartsWhereItsPackageInfoSays() throws IOException {
    // Given
    var introduced = new TreeMap<String, List<String>>();
    for (var declaration : Sources.declarations()) {
      if (declaration.tree() instanceof PackageTree room && !declaration.comment().isEmpty()) {
        var start = START.matcher(declaration.comment());
        introduced.put(
            room.getPackageName().toString().replace("dev.laurel.", ""),
            start.find() ? names(STARTING_POINT, start.group()) : List.of());
      }
    }

    // When
    var listed = new TreeMap<String, List<String>>();
    ROOM.matcher(Documents.section("Rooms").text())
        .results()
        .forEach(row -> listed.put(row.group(1), names(NAME, row.group(2))));

    // Then
    assertEquals(introduced, listed);
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static List<String> links(Path document) throws IOException {
    var text = CODE.matcher(Documents.read(document)).replaceAll("");
    return LINK.matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  /** The anchors of the headings, as GitHub makes them. */
  private static Set<String> anchors(Path document) throws IOException {
    var anchors = new HashSet<String>();
    HEADING
        .matcher(CODE.matcher(Documents.read(document)).replaceAll(""))
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }
}
