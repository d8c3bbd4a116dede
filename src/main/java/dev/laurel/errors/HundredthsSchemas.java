package dev.laurel.errors;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.IndexView;

/** Describes {@link Hundredths} in the OpenAPI document as what they are in JSON. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class HundredthsSchemas implements OASFilter {
  private static final BigDecimal STEP = new BigDecimal("0.01");

  private final Set<String> names;

  public HundredthsSchemas(IndexView index) {
    names =
        index.getAnnotations(Hundredths.class).stream()
            .filter(found -> found.target().kind() == AnnotationTarget.Kind.FIELD)
            .map(found -> SnakeCaseStrategy.INSTANCE.translate(found.target().asField().name()))
            .collect(toSet());
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    for (var schema : document.getComponents().getSchemas().values()) {
      if (schema.getProperties() != null) {
        schema
            .getProperties()
            .forEach(
                (name, property) -> {
                  if (names.contains(name)) {
                    describe(property);
                  }
                });
      }
    }
  }

  private static void describe(Schema property) {
    boolean isNullable =
        property.getType() != null && property.getType().contains(Schema.SchemaType.NULL);
    property.setType(
        isNullable
            ? List.of(Schema.SchemaType.NUMBER, Schema.SchemaType.NULL)
            : List.of(Schema.SchemaType.NUMBER));
    property.setFormat(null);
    property.setMultipleOf(STEP);
  }
}
