package dev.laurel.imports;

import dev.laurel.errors.FieldError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Splits a body into its items as it comes in: the lines of NDJSON, or the elements of an array.
 * Keeps one item in memory. Belongs to one thread; blocks.
 */
final class ItemReader {
  /** The most bytes of an item: a class of 20,000 members has less. */
  static final int LONGEST = 4 * 1024 * 1024;

  private static final int BUFFER = 64 * 1024;
  private static final int END = -1;

  /**
   * The text of an item.
   *
   * @param line of the body; in an array, the number of the item, from 1
   * @param error what is wrong with it as a text; null if nothing is
   */
  record Text(long line, byte[] json, FieldError error) {}

  private final InputStream body;
  private final ByteArrayOutputStream item = new ByteArrayOutputStream();
  private boolean begun;
  private boolean isArray;
  private boolean ended;
  private long line;

  ItemReader(InputStream body) {
    this.body = new BufferedInputStream(body, BUFFER);
  }

  /**
   * The next item; empty at the end.
   *
   * @throws IOException if the client has gone, or is too slow
   */
  Optional<Text> next() throws IOException {
    if (!begun) {
      begun = true;
      body.mark(1);
      isArray = afterSpace(body.read(), true) == '[';
      if (isArray) {
        line = 0;
      } else {
        body.reset();
      }
    }
    if (ended) {
      return Optional.empty();
    }
    return isArray ? nextElement() : nextLine();
  }

  /** The first byte that is no white space; the mark is at it if asked for. */
  private int afterSpace(int first, boolean mark) throws IOException {
    int read = first;
    while (read == ' ' || read == '\t' || read == '\r' || read == '\n') {
      if (mark) {
        line += read == '\n' ? 1 : 0;
        body.mark(1);
      }
      read = body.read();
    }
    return read;
  }

  private Optional<Text> nextLine() throws IOException {
    while (!ended) {
      line++;
      item.reset();
      long length = 0;
      boolean blank = true;
      int read = body.read();
      for (; read != END && read != '\n'; read = body.read()) {
        blank &= read == ' ' || read == '\t' || read == '\r';
        if (++length <= LONGEST) {
          item.write(read);
        }
      }
      ended = read == END;
      if (!blank) {
        return Optional.of(text(length));
      }
    }
    return Optional.empty();
  }

  private Text text(long length) {
    return length > LONGEST
        ? broken("is longer than " + LONGEST + " bytes")
        : new Text(line, item.toByteArray(), null);
  }

  private Text broken(String message) {
    return new Text(line, null, new FieldError("", message));
  }

  private Optional<Text> nextElement() throws IOException {
    line++;
    int read = afterSpace(body.read(), false);
    if (line > 1 && read == ',') {
      read = afterSpace(body.read(), false);
    } else if (line > 1 && read != ']' && read != END) {
      ended = true;
      return Optional.of(broken("must follow a comma; nothing is read after it"));
    }
    if (read == ']') {
      ended = true;
      return afterSpace(body.read(), false) == END
          ? Optional.empty()
          : Optional.of(broken("is after the end of the array; nothing is read after it"));
    } else if (read == END) {
      ended = true;
      return Optional.of(broken("is missing: the array ends before it is complete"));
    } else if (read != '{') {
      ended = true;
      return Optional.of(broken("must be an object; nothing is read after it"));
    }
    return Optional.of(object());
  }

  /** Reads to the end of an object; its first brace has been read. */
  private Text object() throws IOException {
    item.reset();
    item.write('{');
    long length = 1;
    int depth = 1;
    boolean inString = false;
    boolean escaped = false;
    while (depth > 0) {
      int read = body.read();
      if (read == END) {
        ended = true;
        break;
      }
      if (++length <= LONGEST) {
        item.write(read);
      }
      if (inString) {
        inString = escaped || read != '"';
        escaped = !escaped && read == '\\';
      } else if (read == '"') {
        inString = true;
      } else if (read == '{' || read == '[') {
        depth++;
      } else if (read == '}' || read == ']') {
        depth--;
      }
    }
    return text(length);
  }
}
