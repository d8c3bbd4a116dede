package dev.laurel.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * The files of an image, copied into a directory as its Dockerfile would, and its start command.
 *
 * @param command program and arguments, run in {@code directory}
 */
record ImageLayout(Path directory, List<String> command) {
  private static final long BUILD_MINUTES = 20;

  /** Builds the package into its own directory and lays out the JVM image. */
  static ImageLayout jvm() {
    build("-Dembedded=false", "target/jvm-image");
    var layout = of("jvm", Path.of("target/jvm-image"));
    // The memory limit of the Kubernetes manifests.
    return layout
        .startedBy(ProcessHandle.current().info().command().orElse("java"))
        .with("-XX:MaxRAM=1g");
  }

  /**
   * Builds the native binary and lays out its image. {@code -Dlaurel.native.directory} names a
   * build directory that already has one.
   */
  static ImageLayout ofNative() {
    var built = System.getProperty("laurel.native.directory");
    if (built == null) {
      built = "target/native-image";
      build("-Dnative", built);
    }
    var layout = of("native", Path.of(built));
    return layout.startedBy(layout.directory().resolve("laurel").toString()).with("-Xmx640m");
  }

  private ImageLayout startedBy(String program) {
    var changed = new ArrayList<>(command);
    changed.set(0, program);
    return new ImageLayout(directory, changed);
  }

  /** A copy whose command has one more option. */
  ImageLayout with(String option) {
    var longer = new ArrayList<>(command);
    longer.add(1, option);
    return new ImageLayout(directory, longer);
  }

  /** Whether a native binary can be built or is already there. */
  static boolean hasNativeToolchain() {
    var home = Optional.ofNullable(System.getenv("GRAALVM_HOME")).map(path -> path + "/bin");
    var path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
    return System.getProperty("laurel.native.directory") != null
        || Stream.concat(home.stream(), Arrays.stream(path))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "native-image")));
  }

  private static void build(String kind, String directory) {
    try {
      var log = Files.createTempFile("laurel-build-", ".log");
      var process =
          new ProcessBuilder(
                  "./mvnw", "-B", "package", "-DskipTests", kind, "-Dtarget.directory=" + directory)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("the build takes too long:\n" + Files.readString(log));
      }
      if (process.exitValue() != 0) {
        throw new AssertionError("the build failed:\n" + Files.readString(log));
      }
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ImageLayout of(String kind, Path built) {
    var dockerfile = Dockerfile.read(kind);
    try {
      var directory = Files.createTempDirectory("laurel-image-");
      for (var copy : dockerfile.copies().entrySet()) {
        var source = built.resolve(Path.of("target").relativize(Path.of(copy.getValue()))).toFile();
        var target = directory.resolve(copy.getKey()).toFile();
        if (source.isDirectory()) {
          FileUtils.copyDirectory(source, target);
        } else {
          Files.copy(source.toPath(), target.toPath());
          target.setExecutable(true);
        }
      }
      return new ImageLayout(directory, dockerfile.entrypoint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The size of each file, by path. */
  TreeMap<String, Long> files() {
    try (var files = Files.walk(directory)) {
      var found = new TreeMap<String, Long>();
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> found.put(directory.relativize(file).toString(), file.toFile().length()));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all classes and resources in all jars. */
  List<String> jarEntries() {
    var entries = new ArrayList<String>();
    for (var file : files().keySet()) {
      if (file.endsWith(".jar")) {
        try (var jar = new JarFile(directory.resolve(file).toFile())) {
          jar.stream().forEach(entry -> entries.add(entry.getName()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return entries;
  }

  void delete() {
    FileUtils.deleteQuietly(directory.toFile());
  }
}
