package dev.laurel.demo;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Hides the demo's paths while the demo is off: they answer like unknown paths. */
class DemoGate {
  private final DemoConfig config;

  DemoGate(DemoConfig config) {
    this.config = config;
  }

  @ServerRequestFilter(preMatching = true)
  public void check(ContainerRequestContext request) {
    if (!config.enabled() && isDemo(request.getUriInfo().getPath())) {
      throw new NotFoundException();
    }
  }

  private static boolean isDemo(String path) {
    return path.equals(DemoResource.PATH) || path.startsWith(DemoResource.PATH + "/");
  }
}
