package dev.laurel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Markdown documents of the project: README.md, CONTRIBUTING.md and {@code src/docs}. */
public final class Documents {
  public static final Path README = Path.of("README.md");
  public static final Path DIRECTORY = Path.of("src", "docs");

  /**
   * A heading with everything below it, up to the next heading of its level.
   *
   * @param document relative to the project, with forward slashes
   */
  public record Section(String document, String text) {}

  private Documents() {}

  /** The text of all documents. */
  public static String text() {
    return paths().stream().map(Documents::read).collect(Collectors.joining("\n"));
  }

  /**
   * The first section with this title.
   *
   * @param title without the number signs
   */
  public static Section section(String title) {
    var heading =
        Pattern.compile("(?ms)^(#{2,}) " + Pattern.quote(title) + "$(.*?)(?=^\\1(?!#)|\\z)");
    return paths().stream()
        .flatMap(
            path ->
                heading
                    .matcher(read(path))
                    .results()
                    .map(found -> new Section(path.toString().replace('\\', '/'), found.group(2))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no document has a section \"" + title + "\""));
  }

  public static List<Path> paths() {
    try (var files = Files.list(DIRECTORY)) {
      return Stream.concat(
              Stream.of(README, Path.of(".github", "CONTRIBUTING.md")),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
