package dev.laurel.ledger;

import dev.laurel.course.Classes;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
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
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Back office")
class MemberLedgerResource {
  private final Ledger ledger;
  private final Classes classes;
  private final SecurityIdentity identity;

  MemberLedgerResource(Ledger ledger, Classes classes, SecurityIdentity identity) {
    this.ledger = ledger;
    this.classes = classes;
    this.identity = identity;
  }

  @GET
  @Operation(summary = "Why a student has these points on the board of a class")
  public Ledger.Page ofMember(
      @PathParam("id") @Identifier String id,
      @PathParam("user") @Identifier String user,
      @QueryParam("before") @DefaultValue(Ledger.NEWEST) @Min(1) long before,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
    if (!classes.isTaughtBy(id, Caller.of(identity).id())) {
      throw ProblemException.forbidden("Only an instructor of the class may see this.");
    }
    return ledger.of(user, id, before, limit);
  }
}
