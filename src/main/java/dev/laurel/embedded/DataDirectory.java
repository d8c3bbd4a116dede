package dev.laurel.embedded;

import dev.laurel.startup.LocalServicesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The directory of the embedded servers, locked for this process. Only the owner can read the files
 * created in it.
 */
final class DataDirectory implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int SECRET_BYTES = 48;

  private final Path given;
  private final Path real;
  private final FileChannel lock;

  private DataDirectory(Path given, Path real, FileChannel lock) {
    this.given = given;
    this.real = real;
    this.lock = lock;
  }

  /**
   * Creates the directory where necessary and takes its lock, which the system releases when this
   * process ends.
   */
  static DataDirectory open(Path given) {
    try {
      // A new directory gets the owner's permissions; a mounted volume keeps its own.
      if (!Files.isDirectory(given)) {
        Files.createDirectories(given.toAbsolutePath(), OWNER_DIRECTORY);
      }
      var real = given.toRealPath();
      return new DataDirectory(given, real, lock(given, real.resolve("laurel.lock")));
    } catch (IOException | UnsupportedOperationException e) {
      throw new LocalServicesException(
          "cannot write to the data directory %s (%s); choose another with LAUREL_DATA_DIR"
              .formatted(given, e),
          e);
    }
  }

  private static FileChannel lock(Path given, Path file) throws IOException {
    var options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var channel = FileChannel.open(file, options, OWNER_FILE);
    try {
      if (channel.tryLock() == null) {
        var owner = Files.readString(file).strip();
        channel.close();
        throw new LocalServicesException(
            "the data directory %s is in use by another Laurel (process %s); choose another with LAUREL_DATA_DIR"
                .formatted(given, owner));
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new LocalServicesException(
          "the data directory %s is already in use by this process".formatted(given), e);
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
    return channel;
  }

  /** The directory without links, for the servers. */
  Path path(String name) {
    return real.resolve(name);
  }

  /** The directory as it was configured, for people. */
  Path displayed(String name) {
    return given.resolve(name);
  }

  /** A subdirectory that only its owner can enter. */
  Path subdirectory(String name) throws IOException {
    var directory = path(name);
    return Files.isDirectory(directory)
        ? directory
        : Files.createDirectory(directory, OWNER_DIRECTORY);
  }

  /** Replaces a file that only its owner can read, in one step. */
  void write(Path file, String content) throws IOException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, OWNER_FILE);
    Files.writeString(part, content);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The content of a file of 48 random bytes, in base64url, made on first use. */
  String secret(String name) {
    var file = path(name);
    try {
      if (!Files.exists(file)) {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new LocalServicesException(
          "cannot keep a secret in %s (%s)".formatted(displayed(name), e), e);
    }
  }

  /** True if this process's files belong to the superuser. */
  boolean ownedByRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(path("laurel.lock"), "unix:uid"));
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LocalServicesException("cannot release the data directory %s".formatted(given), e);
    }
  }
}
