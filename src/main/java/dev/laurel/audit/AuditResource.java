package dev.laurel.audit;

import dev.laurel.security.Roles;
import dev.laurel.sql.Paging;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit log, for operators. */
@Path("/api/audit")
@Tag(name = "Audit")
class AuditResource {
  /**
   * A page of the log.
   *
   * @param items newest first
   * @param next the {@code before} of the next page; null at the end
   */
  @RegisterForReflection
  record Entries(List<AuditEntry> items, Long next) {}

  @GET
  @Transactional
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Read the audit log: who changed what",
      description =
          "Newest first: changes of rosters, rules, achievements, boards and seasons, revoked tokens, log"
              + " levels, exports and erasures. For the next page, pass the answer's next as before.")
  public Entries before(
      @QueryParam("before") @DefaultValue(Paging.NEWEST) @Min(1) long before,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
    var found = AuditEntry.before(before, limit);
    return new Entries(found, Paging.next(found, limit, entry -> entry.id));
  }
}
