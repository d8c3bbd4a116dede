package dev.laurel.errors;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/**
 * Declares in the OpenAPI document that every error response is a problem document. At least one
 * resource must reference its schema.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ProblemDescriptions implements OASFilter {
  private static final String PROBLEM = "#/components/schemas/Problem";

  @Override
  public Operation filterOperation(Operation operation) {
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("4") || status.startsWith("5")) {
                response.content(
                    OASFactory.createContent()
                        .addMediaType(
                            Problem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM))));
              }
            });
    return operation;
  }
}
