package dev.laurel.notification;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Adds the members to the OpenAPI document that frames have besides their components. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class FrameSchemas implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI document) {
    var schemas = document.getComponents().getSchemas();
    schemas
        .get("Frame")
        .getDiscriminator()
        .getMapping()
        .forEach((type, reference) -> complete(at(schemas, reference), type));
  }

  private static Schema at(Map<String, Schema> schemas, String reference) {
    return schemas.get(reference.substring(reference.lastIndexOf('/') + 1));
  }

  private static void complete(Schema frame, String type) {
    frame
        .addProperty(
            "type",
            OASFactory.createSchema().addType(Schema.SchemaType.STRING).addEnumeration(type))
        .addProperty(
            "seq",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int64")
                .description("The place in the user's log: 1, 2, 3 …")
                .readOnly(true))
        .addProperty(
            "sent_at",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .format("date-time")
                .readOnly(true))
        .addRequired("type");
  }
}
