package dev.laurel.errors;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Declares in the OpenAPI document that every error response is a problem document, and that
 * unknown fields of a body may be ignored. At least one resource must reference the problem's
 * schema.
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
    if (operation.getRequestBody() != null) {
      operation.addParameter(
          OASFactory.createParameter()
              .name("Prefer")
              .in(Parameter.In.HEADER)
              .description(
                  "handling=lenient ignores unknown fields of the body, which are errors otherwise; the answer lists them in"
                      + " Laurel-Ignored-Fields.")
              .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
    }
    return operation;
  }
}
