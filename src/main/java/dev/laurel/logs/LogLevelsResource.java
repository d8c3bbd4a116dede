package dev.laurel.logs;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.security.Roles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Log levels, which operators change while the service runs. */
@Path("/api/operations/log-levels")
@Tag(name = "Operations")
class LogLevelsResource {
  private static final String CATEGORY = "laurel(\\.[a-z]{1,32}){0,3}";

  private final LogLevels levels;
  private final Audit audit;

  LogLevelsResource(LogLevels levels, Audit audit) {
    this.levels = levels;
    this.audit = audit;
  }

  @GET
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "List log levels changed on the answering node")
  public List<LogLevel> all() {
    return levels.all();
  }

  @PUT
  @Path("/{category}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Change the level of a log category for a while",
      description =
          "Applies to all nodes that Redis reaches, without a restart. The category is laurel.realtime or another room, or laurel for"
              + " all of them. The change ends by itself, after 900 seconds unless seconds says otherwise.")
  public LogLevel set(
      @PathParam("category")
          @Pattern(regexp = CATEGORY, message = "must be laurel, or a category below it")
          String category,
      @Valid @NotNull LogLevelRequest request) {
    var detail = request.level() + " for " + request.seconds() + " s";
    QuarkusTransaction.requiringNew()
        .run(() -> audit.record(AuditAction.LOG_LEVEL_SET, category, detail));
    return levels.set(category, request.level(), Duration.ofSeconds(request.seconds()));
  }
}
