package dev.laurel.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A source of hostile input that depends only on its seed. */
final class Hostile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARK = "@@here@@";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u2003\t",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "x\udfff",
          "\ud83c\udf93",
          "\u202eevil",
          "\ufeff",
          "\u2028",
          "null",
          "NaN",
          "-0",
          "1e400",
          "9223372036854775808",
          "\u0663",
          "'; drop table learner; --",
          "' or 1=1 --",
          "\\",
          "\"",
          "%",
          "%s%n%x",
          "${7*7}#{7*7}",
          "*",
          "?[a-z]{*}",
          "{hash}tag",
          "\r\nSET laurel:x y\r\n",
          "a\r\nSet-Cookie: x=y",
          "../../etc/passwd",
          "<script>alert(1)</script>",
          "global",
          "class:x",
          "season:@",
          "~0123456789abcdef0123",
          "2026-02-30T00:00:00Z",
          "+999999999-12-31T23:59:59.999999999Z",
          "-999999999-01-01T00:00:00Z",
          "0000-01-01T00:00:00+18:00",
          "2026-01-01T24:00:00Z",
          "UTC+99",
          "Z",
          "SystemV/PST8PDT",
          "Europe/London\u0000",
          "a".repeat(128),
          "a".repeat(129),
          "\ud83c\udf93".repeat(70),
          "long".repeat(2_000));

  private static final List<String> LITERALS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1",
          "2",
          "0.5",
          "1.5",
          "00",
          "+1",
          "NaN",
          "Infinity",
          "-Infinity",
          "1e400",
          "-1e400",
          "1e-400",
          "1E9999999999",
          "1e999999999",
          "4.9e-324",
          "2147483647",
          "2147483648",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999",
          "1" + "0".repeat(2_000),
          "0." + "1".repeat(2_000),
          "{}",
          "[]",
          "[null]",
          "[[]]",
          "{\"\":\"\"}",
          "{\"id\":1}",
          "[".repeat(500) + "]".repeat(500),
          "[".repeat(5_000),
          "{\"a\":".repeat(600) + "1" + "}".repeat(600),
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\x\"",
          "\"\n\"",
          "'a'",
          "undefined",
          "/**/1");

  private final Random random;

  Hostile(long seed) {
    random = new Random(seed);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int n) {
    return random.nextInt(n);
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Any text, including lone surrogates. */
  String text() {
    if (oneIn(4)) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append((char) random.nextInt(oneIn(2) ? 128 : 65_536));
      }
      return text.toString();
    }
    return any(TEXTS);
  }

  /** A valid JSON text, mutated until it may be invalid or no JSON at all. */
  String json(String valid) {
    var literals = new ArrayList<String>();
    JsonNode tree = read(valid);
    for (int i = random.nextInt(3); i >= 0; i--) {
      tree = mark(tree);
      literals.add(oneIn(3) ? write(text()) : any(LITERALS));
    }
    var json = write(tree);
    for (var literal : literals) {
      int place = json.indexOf("\"" + MARK);
      if (place >= 0) {
        json = json.substring(0, place) + literal + json.substring(place + MARK.length() + 2);
      }
    }
    return json.replace(MARK, "");
  }

  /** Inserts the mark somewhere in the tree, or removes or doubles a part of it. */
  private JsonNode mark(JsonNode tree) {
    if (tree instanceof ObjectNode object && !object.isEmpty() && !oneIn(12)) {
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      var name = any(names);
      switch (random.nextInt(10)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(write(text()), object.get(name));
        case 2 -> object.put(MARK + "\":1,\"" + name, 1);
        case 3 -> object.set(name.toUpperCase(Locale.ROOT), object.get(name));
        default -> object.set(name, mark(object.get(name)));
      }
      return object;
    }
    if (tree instanceof ArrayNode array && !array.isEmpty() && !oneIn(6)) {
      int place = random.nextInt(array.size());
      array.set(place, mark(array.get(place)));
      if (oneIn(4)) {
        array.add(array.get(0).deepCopy());
      }
      return array;
    }
    return JSON.getNodeFactory().textNode(MARK);
  }

  /** Bytes with some changed, removed, doubled or added. */
  byte[] bytes(byte[] valid) {
    var bytes = valid;
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(8));
    var changed = new ByteArrayOutputStream();
    changed.write(bytes, 0, from);
    switch (random.nextInt(6)) {
      case 0 -> changed.write(random.nextInt(256));
      case 1 -> changed.writeBytes(text().getBytes(UTF_8));
      case 2 -> changed.write(bytes, from, to - from);
      case 3 -> {
        return changed.toByteArray();
      }
      default -> {
        for (int i = from; i < to; i++) {
          changed.write(random.nextInt(256));
        }
        from = to;
      }
    }
    changed.write(bytes, from, bytes.length - from);
    return changed.toByteArray();
  }

  /** A value for a path or a query, mostly encoded correctly. */
  String encoded(String plain) {
    var value = oneIn(3) ? plain : text();
    return switch (random.nextInt(12)) {
      case 0 -> "%";
      case 1 -> "%zz";
      case 2 -> "%00";
      case 3 -> "%ff%fe";
      case 4 -> "%c0%af";
      case 5 -> any(LITERALS).replaceAll("[^A-Za-z0-9.+-]", "");
      default -> URLEncoder.encode(value, UTF_8).replace("+", "%20");
    };
  }

  /** A value that barely fits into a header. */
  String header() {
    return text().replaceAll("[\r\n\u0000]", "?");
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      // A lone surrogate cannot be encoded.
      return "\"\\ud800\"";
    }
  }
}
