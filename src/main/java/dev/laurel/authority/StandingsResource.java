package dev.laurel.authority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.laurel.authority.StandingReports.Result;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.security.ClassScope;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Receives what another back end reports of the users of a class. */
@Path("/api/classes/{id}/standings")
@RolesAllowed({Roles.GRADER, Roles.OPERATOR})
@Tag(name = "Graders")
class StandingsResource {
  private static final int MOST = 1_000;

  /** The effect of a report, with its user. */
  @RegisterForReflection
  @Schema(name = "ReportOutcome")
  record Answer(String userId, Result outcome) {}

  private final ValidatingReader reader;
  private final StandingReports reports;
  private final SecurityIdentity identity;

  StandingsResource(ValidatingReader reader, StandingReports reports, SecurityIdentity identity) {
    this.reader = reader;
    this.reports = reports;
    this.identity = identity;
  }

  @PUT
  @Blocking
  @Operation(
      summary = "Report what users of a class have by another back end",
      description =
          "One standing or an array of up to 1,000, of which all are stored or none. Absolute numbers, which may be repeated;"
              + " what is left out stays as it was. They count unless the mode of the class is owner. Nobody is notified.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(oneOf = {StandingReport.class, StandingReport[].class})))
  @APIResponse(
      responseCode = "200",
      description = "What became of each, in their order",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(oneOf = {Answer.class, Answer[].class})))
  @APIResponse(responseCode = "409", description = "The class is archived")
  public Response put(@PathParam("id") @Identifier String id, JsonNode body) {
    if (!ClassScope.of(identity).allows(id)) {
      throw ProblemException.forbidden("This key is for other classes.");
    }
    if (body == null || !body.isArray()) {
      var report = reader.read(body == null ? NullNode.instance : body, StandingReport.class);
      return Response.ok(put(id, List.of(report), any -> "").get(0)).build();
    } else if (body.size() > MOST) {
      throw ProblemException.badRequest("At most " + MOST + " standings in one request.");
    }
    return Response.ok(put(id, read(body), i -> "standings[" + i + "].")).build();
  }

  private List<StandingReport> read(JsonNode items) {
    var found = new ArrayList<StandingReport>();
    var errors = new ArrayList<FieldError>();
    for (int i = 0; i < items.size(); i++) {
      try {
        found.add(reader.read(items.get(i), StandingReport.class));
      } catch (ProblemException e) {
        for (var error : e.problem().errors()) {
          var name = "standings[" + i + "]";
          errors.add(
              new FieldError(
                  error.field().isEmpty() ? name : name + "." + error.field(), error.message()));
        }
      }
    }
    ProblemException.refuse(errors);
    return found;
  }

  private List<Answer> put(
      String classId, List<StandingReport> items, Function<Integer, String> path) {
    var results = reports.put(classId, items, path);
    return IntStream.range(0, items.size())
        .mapToObj(i -> new Answer(items.get(i).user().id(), results.get(i)))
        .toList();
  }
}
