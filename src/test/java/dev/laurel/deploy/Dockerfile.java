package dev.laurel.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A parsed file of {@code deploy/docker}. Understands plain arguments only. */
record Dockerfile(List<Instruction> instructions) {
  private static final Path DIRECTORY = Path.of("deploy/docker");

  /**
   * One instruction, its continuation lines joined.
   *
   * @param name in capitals
   */
  record Instruction(String name, String arguments) {}

  static Dockerfile read(String kind) {
    try {
      var text =
          Files.readString(DIRECTORY.resolve("Dockerfile." + kind)).replaceAll("\\\\\n", " ");
      return new Dockerfile(
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.strip().split("\\s+", 2))
              .map(line -> new Instruction(line[0], line[1]))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> kinds() {
    try (var files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.replaceFirst("Dockerfile\\.", ""))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments of every instruction called {@code name}, in order. */
  List<String> all(String name) {
    return instructions.stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::arguments)
        .toList();
  }

  /** The arguments of the only instruction called {@code name}. */
  String the(String name) {
    var found = all(name);
    if (found.size() != 1) {
      throw new AssertionError(name + ": " + found);
    }
    return found.get(0);
  }

  /**
   * The paths copied from the build context, by their target below the working directory; both
   * without a trailing slash.
   */
  Map<String, String> copies() {
    return all("COPY").stream()
        .filter(copy -> !copy.startsWith("--from="))
        .map(copy -> copy.replaceFirst("^--chmod=\\d+\\s+", "").split("\\s+"))
        .collect(Collectors.toMap(Dockerfile::target, copy -> trim(copy[0])));
  }

  private static String target(String... copy) {
    return copy[1].equals("./") ? Path.of(copy[0]).getFileName().toString() : trim(copy[1]);
  }

  private static String trim(String path) {
    return path.replaceFirst("/$", "");
  }

  /** The words of the {@code ENTRYPOINT}, which is in exec form. */
  List<String> entrypoint() {
    var words = new ArrayList<String>();
    Manifests.parse(the("ENTRYPOINT")).get(0).forEach(word -> words.add(word.asText()));
    return words;
  }
}
