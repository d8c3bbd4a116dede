package dev.laurel.demo;

import dev.laurel.errors.ProblemException;
import dev.laurel.http.HttpConfig;
import dev.laurel.http.WebOrigin;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Hides the demo's paths while the demo is off: they answer like unknown paths. While it is on,
 * they answer only under names that nobody else can point at this machine, since a page of any site
 * could otherwise get tokens by having its own name resolved to the loopback address (DNS
 * rebinding).
 */
class DemoGate {
  /** Localhost, or an address instead of a name. */
  private static final Pattern UNMISTAKABLE =
      Pattern.compile("localhost|.+\\.localhost|\\d+(\\.\\d+){3}|\\[?[0-9a-f.]*:[0-9a-f.:]*]?");

  private final DemoConfig config;
  private final Set<WebOrigin> origins;

  DemoGate(DemoConfig config, HttpConfig http) {
    this.config = config;
    this.origins = http.origins().orElse(Set.of());
  }

  @ServerRequestFilter(preMatching = true)
  public void check(ContainerRequestContext request, HttpServerRequest http) {
    if (!isDemo(request.getUriInfo().getPath())) {
      return;
    } else if (!config.enabled()) {
      throw new NotFoundException();
    }
    var authority = http.authority();
    var host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    if (!UNMISTAKABLE.matcher(host).matches()
        && origins.stream().noneMatch(origin -> origin.host().equals(host))) {
      throw ProblemException.forbidden(
          "The demo answers to localhost, to addresses, and to the hosts of laurel.http.origins.");
    }
  }

  private static boolean isDemo(String path) {
    return path.equals(DemoResource.PATH) || path.startsWith(DemoResource.PATH + "/");
  }
}
