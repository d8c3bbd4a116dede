package dev.laurel.rehearsal;

import dev.laurel.errors.DryRun;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Declares in the OpenAPI document that operations which can be rehearsed answer with a {@link
 * Rehearsal}, beside what they answer otherwise. Those whose parameter {@code dry_run} has a
 * description of its own answer with something else. At least one resource must reference the
 * rehearsal's schema.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class RehearsalAnswers implements OASFilter {
  private static final String OK = "200";
  private static final String REHEARSAL = "#/components/schemas/Rehearsal";

  @Override
  public Operation filterOperation(Operation operation) {
    if (isRehearsed(operation)) {
      var responses = operation.getResponses();
      var made =
          Optional.ofNullable(responses.getAPIResponse(OK))
              .flatMap(
                  response -> response.getContent().getMediaTypes().values().stream().findFirst())
              .map(content -> content.getSchema())
              .filter(schema -> !REHEARSAL.equals(schema.getRef()));
      var rehearsal = OASFactory.createSchema().ref(REHEARSAL);
      responses.addAPIResponse(
          OK,
          OASFactory.createAPIResponse()
              .description("With dry_run=true, what the change would do; nothing is changed")
              .content(
                  OASFactory.createContent()
                      .addMediaType(
                          MediaType.APPLICATION_JSON,
                          OASFactory.createMediaType()
                              .schema(
                                  made.map(schema -> oneOf(schema, rehearsal))
                                      .orElse(rehearsal)))));
    }
    return operation;
  }

  private static boolean isRehearsed(Operation operation) {
    return Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
        .anyMatch(
            parameter ->
                DryRun.NAME.equals(parameter.getName()) && parameter.getDescription() == null);
  }

  private static Schema oneOf(Schema made, Schema rehearsal) {
    return OASFactory.createSchema().addOneOf(made).addOneOf(rehearsal);
  }
}
