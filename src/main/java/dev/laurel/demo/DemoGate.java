package dev.laurel.demo;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Without the demo, its paths are like any that do not exist, whatever the method. */
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
