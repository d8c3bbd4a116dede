package dev.laurel.fuzz;

import java.util.Set;
import java.util.regex.Pattern;

/** Recognises requests that are not HTTP, which the server refuses before Laurel sees them. */
final class Malformed {
  /** The statuses of refusals without a body: head too long, or not the WebSocket protocol. */
  static final Set<Integer> STATUSES = Set.of(414, 426, 431);

  private static final Pattern LINE =
      Pattern.compile("[A-Z]++ /[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*+ HTTP/1\\.1");

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private Malformed() {}

  /** Whether a request is well-formed, with only plain characters in its head. */
  static boolean isPlain(String request) {
    var head = request.substring(0, request.indexOf("\r\n\r\n"));
    var line = head.substring(0, head.indexOf("\r\n"));
    return LINE.matcher(line).matches()
        && !BROKEN_ESCAPE.matcher(line).find()
        && head.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\r' || c == '\n');
  }
}
