package dev.laurel.key;

import java.util.regex.Pattern;

/** The requests that a key is for, named as in the API. Everything else is refused. */
enum RouteGroup {
  results("submissions(/.*)?|releases|adjustments(/.*)?"),
  notifications("(users/[^/]+/)?notifications"),
  rosters("classes/[^/]+/roster(/.*)?"),
  achievements("achievements(/.*)?|levels|users/[^/]+/achievements/.*"),
  personal_data("users/[^/]+/data"),
  imports("imports(/.*)?"),
  audit("audit"),
  log_levels("operations/log-levels(/.*)?");

  private final Pattern paths;

  RouteGroup(String paths) {
    this.paths = Pattern.compile("/api/(" + paths + ")/?");
  }

  boolean contains(String path) {
    return paths.matcher(path).matches();
  }
}
