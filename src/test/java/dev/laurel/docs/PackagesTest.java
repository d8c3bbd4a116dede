package dev.laurel.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.PackageTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps every package and class small, and introduced by true Javadoc. */
class PackagesTest {
  private static final Path ROOT = Path.of("src", "main", "java", "dev", "laurel");
  private static final int MOST_FILES = 25;
  private static final int MOST_LINES = 200;
  private static final Pattern REASON = Pattern.compile("(^|\\.\\s+)Over 200 lines");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?dev\\.laurel\\.([a-z.]+)\\.[A-Z]");

  /** Rooms that serve all others, and so need no mention. */
  private static final Set<String> COMMON =
      Set.of("errors", "ids", "outage", "security", "settings", "sql", "tracing");

  @Test
  void everyPackageSaysWhatItIsForInAboutThreeSentences() {
    // Given
    var packages = new TreeSet<Path>();
    var introduced = new TreeSet<Path>();

    // When
    for (var declaration : Sources.declarations()) {
      var directory = ROOT.toAbsolutePath().relativize(declaration.file().getParent());
      if (!directory.toString().isEmpty()) {
        packages.add(directory);
      }
      if (declaration.tree() instanceof PackageTree
          && declaration.comment().split("\\.(\\s|$)").length >= 2) {
        introduced.add(directory);
      }
    }

    // Then
    assertFalse(packages.isEmpty());
    packages.removeAll(introduced);
    assertEquals(new TreeSet<Path>(), packages);
  }

  @Test
  void noPackageHasMoreFilesThanOneCanRead() {
    // Given
    var files = new TreeMap<Path, TreeSet<Path>>();

    // When
    for (var declaration : Sources.declarations()) {
      var file = declaration.file();
      if (!file.endsWith("package-info.java")) {
        files.computeIfAbsent(file.getParent(), any -> new TreeSet<>()).add(file);
      }
    }

    // Then
    files.values().removeIf(found -> found.size() <= MOST_FILES);
    assertEquals(new TreeMap<Path, TreeSet<Path>>(), files);
  }

  @Test
  void everyPackageNamesTheRoomsThatItUses() throws IOException {
    // Given
    var comments = new HashMap<Path, String>();
    var files = new TreeSet<Path>();
    for (var declaration : Sources.declarations()) {
      files.add(declaration.file());
      if (declaration.tree() instanceof PackageTree && !declaration.comment().isEmpty()) {
        comments.put(
            declaration.file().getParent(), declaration.comment().toLowerCase(Locale.ROOT));
      }
    }

    // When
    var omitted = new TreeSet<String>();
    for (var file : files) {
      var comment = comments.get(file.getParent());
      var imports = IMPORT.matcher(Files.readString(file)).results().toList();
      for (var found : imports) {
        var room = found.group(1);
        var word = room.substring(room.lastIndexOf('.') + 1);
        if (comment != null && !COMMON.contains(room) && !comment.contains(word)) {
          omitted.add(ROOT.toAbsolutePath().relativize(file) + " uses " + room);
        }
      }
    }

    // Then
    assertFalse(comments.isEmpty());
    assertEquals(new TreeSet<String>(), omitted);
  }

  @Test
  void aFileOfMoreThan200LinesSaysWhyInTheJavadocOfItsClass() throws IOException {
    // Given
    var unexplained = new TreeSet<Path>();
    var explained = new TreeSet<Path>();

    // When
    for (var declaration : Sources.declarations()) {
      if (declaration.tree() instanceof ClassTree
          && declaration.parent() instanceof CompilationUnitTree) {
        if (Files.readAllLines(declaration.file()).size() > MOST_LINES) {
          unexplained.add(declaration.file());
        }
        if (REASON.matcher(declaration.comment()).find()) {
          explained.add(declaration.file());
        }
      }
    }

    // Then
    unexplained.removeAll(explained);
    assertEquals(new TreeSet<Path>(), unexplained);
  }
}
