package dev.laurel.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the Dockerfiles; {@link ImagesLongIT} runs what the images contain. */
class ImagesTest {
  @Test
  void theBuildContextHoldsExactlyTheCopiedFiles() throws IOException {
    // Given
    var copied =
        Dockerfile.kinds()
            .flatMap(kind -> Dockerfile.read(kind).copies().values().stream())
            .collect(Collectors.toCollection(TreeSet::new));

    // When
    var lines =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();

    // Then
    assertEquals("*", lines.get(0));
    assertEquals(
        List.copyOf(copied),
        lines.stream().skip(1).map(line -> line.replaceFirst("^!", "")).sorted().toList());
    assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("!")), lines::toString);
  }

  @ParameterizedTest
  @MethodSource("dev.laurel.deploy.Dockerfile#kinds")
  void imageRunsAsAnUnprivilegedUser(String kind) {
    // When
    var user = Dockerfile.read(kind).the("USER");

    // Then
    assertTrue(user.matches("[1-9]\\d*:[1-9]\\d*"), user);
    // Copied as root, so that the user cannot change the files.
    assertFalse(Dockerfile.read(kind).all("COPY").toString().contains("--chown"));
  }

  @ParameterizedTest
  @MethodSource("dev.laurel.deploy.Dockerfile#kinds")
  void processReceivesTheStopSignal(String kind) {
    // With a shell in between, SIGTERM would end the shell only.
    assertTrue(Dockerfile.read(kind).the("ENTRYPOINT").startsWith("["));
  }

  @ParameterizedTest
  @MethodSource("dev.laurel.deploy.Dockerfile#kinds")
  void baseImageIsPinned(String kind) {
    // When
    var bases = Dockerfile.read(kind).all("FROM");

    // Then
    assertFalse(bases.isEmpty());
    assertTrue(
        bases.stream().allMatch(base -> base.matches("\\S+:\\d\\S*( AS \\w+)?")), bases::toString);
  }

  @ParameterizedTest
  @MethodSource("dev.laurel.deploy.Dockerfile#kinds")
  void labelHasTheVersionOfTheProject(String kind) throws IOException {
    // Given
    var version = version();

    // When
    var dockerfile = Dockerfile.read(kind);

    // Then
    var label = Pattern.compile("image\\.version=\"([^\"]+)\"").matcher(dockerfile.the("LABEL"));
    assertTrue(label.find());
    assertEquals(version, label.group(1).replaceFirst("-native$", ""));
    assertTrue(
        dockerfile.copies().values().stream()
            .filter(path -> path.endsWith("-runner"))
            .allMatch(path -> path.equals("target/laurel-" + version + "-runner")));
  }

  private static String version() throws IOException {
    var version =
        Pattern.compile("<artifactId>laurel</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    return version.group(1);
  }
}
