package dev.laurel.ledger;

import dev.laurel.errors.Identifier;
import dev.laurel.security.Caller;
import dev.laurel.sql.Paging;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells students where their points come from. */
@Path("/api/me/ledger")
@Authenticated
@Tag(name = "Students")
class MyLedgerResource {
  private final Ledger ledger;
  private final SecurityIdentity identity;

  MyLedgerResource(Ledger ledger, SecurityIdentity identity) {
    this.ledger = ledger;
    this.identity = identity;
  }

  @GET
  @Operation(
      summary = "Why the caller has these points",
      description =
          "Every change of the points, newest first, with what caused it. The changes add up to the points. With class_id"
              + " those of the class's board, else those of the global one.")
  public Ledger.Page mine(
      @QueryParam("class_id") @Identifier String classId,
      @QueryParam("before") @DefaultValue(Paging.NEWEST) @Min(1) long before,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
    return ledger.of(Caller.of(identity).id(), classId, before, limit);
  }
}
