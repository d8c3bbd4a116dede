package dev.laurel.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.PackageTree;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Keeps every package small and introduced by a {@code package-info.java}. */
class PackagesTest {
  private static final Path ROOT = Path.of("src", "main", "java", "dev", "laurel");
  private static final int MOST_FILES = 25;

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
}
