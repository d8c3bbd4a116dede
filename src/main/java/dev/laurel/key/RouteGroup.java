package dev.laurel.key;

import java.util.regex.Pattern;

/** The requests that a key is for, named as in the API. Everything else is refused. */
enum RouteGroup {
  results("submissions(/.*)?|releases|adjustments(/.*)?"),
  /** To read a log is for the user whose it is. */
  notifications("POST", "(users/[^/]+/)?notifications"),
  rosters("classes/[^/]+/roster(/.*)?"),
  achievements("achievements(/.*)?|levels|users/[^/]+/achievements/.*"),
  personal_data("users/[^/]+/data"),
  imports("imports(/.*)?"),
  standings("classes/[^/]+/(standings|reconciliation)"),
  audit("audit"),
  log_levels("operations/log-levels(/.*)?");

  private final Pattern requests;

  RouteGroup(String paths) {
    this("[A-Z]+", paths);
  }

  RouteGroup(String methods, String paths) {
    requests = Pattern.compile(methods + " /api/(" + paths + ")/?");
  }

  boolean contains(String method, String path) {
    return requests.matcher(method + " " + path).matches();
  }
}
