package dev.laurel.ledger;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.Identifier;
import dev.laurel.ids.UserId;
import dev.laurel.sql.Paging;
import io.quarkus.security.Authenticated;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells instructors where the points of their students come from. */
@Path("/api/classes/{id}/members/{user}/ledger")
@Authenticated
@Tag(name = "Back office")
class MemberLedgerResource {
  private final Ledger ledger;
  private final ClassRights rights;

  MemberLedgerResource(Ledger ledger, ClassRights rights) {
    this.ledger = ledger;
    this.rights = rights;
  }

  @GET
  @Operation(summary = "Why a student has these points on the board of a class")
  public Ledger.Page ofMember(
      @PathParam("id") @Identifier String id,
      @PathParam("user") @UserId String user,
      @QueryParam("before") @DefaultValue(Paging.NEWEST) @Min(1) long before,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
    rights.requireStaff(id);
    return ledger.of(user, id, before, limit);
  }
}
