package dev.laurel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class OpenApiTest {
  private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");

  private JsonNode document;

  @BeforeEach
  void fetch() throws IOException {
    var answer = RestAssured.given().accept("application/json").get("/q/openapi");
    document = new ObjectMapper().readTree(answer.then().statusCode(200).extract().asString());
  }

  @Test
  void theDocumentIsOpenApi3() {
    assertTrue(document.get("openapi").asText().startsWith("3."));
    assertEquals("Laurel", document.at("/info/title").asText());
  }

  @Test
  void everyOperationBelowApiIsDescribedAndSecured() {
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (path.getKey().startsWith("/api/")
                              && VERBS.contains(operation.getKey())) {
                            assertDescribedAndSecured(operation.getValue(), path.getKey());
                          }
                        }));
  }

  private void assertDescribedAndSecured(JsonNode operation, String path) {
    assertTrue(operation.hasNonNull("summary"), path);
    assertTrue(operation.path("security").size() > 0, path);
    var scheme = operation.path("security").path(0).fieldNames().next();
    var security = document.path("components").path("securitySchemes").path(scheme);
    assertEquals("http", security.path("type").asText());
    assertEquals("bearer", security.path("scheme").asText());
  }

  @Test
  void namesAreThoseOfTheWire() {
    var names = new TreeSet<String>();
    document
        .findValues("properties")
        .forEach(properties -> properties.fieldNames().forEachRemaining(names::add));
    assertEquals(List.of(), names.stream().filter(name -> !name.matches("[a-z0-9_]+")).toList());
    assertTrue(
        names.containsAll(
            List.of("submission_id", "max_score", "points_earned", "has_more", "time_zone")),
        names::toString);
  }

  @Test
  void whatIsRequiredIsThereToBeSent() {
    document
        .path("components")
        .path("schemas")
        .properties()
        .forEach(
            schema -> {
              var properties = schema.getValue().path("properties");
              schema
                  .getValue()
                  .path("required")
                  .forEach(
                      name ->
                          assertTrue(
                              properties.has(name.asText()),
                              () -> schema.getKey() + " has no " + name));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "put, /api/classes/{id}/rules",
    "put, /api/classes/{id}/calendar",
    "put, /api/classes/{id}/levels",
    "put, /api/levels",
    "put, /api/classes/{id}/members/{user}/excuses/{first_day}",
    "delete, /api/classes/{id}/members/{user}/excuses/{first_day}",
    "post, /api/achievements",
    "put, /api/achievements",
    "put, /api/achievements/{id}",
    "delete, /api/achievements/{id}",
    "post, /api/classes/{id}/achievements",
    "put, /api/classes/{id}/achievements",
    "put, /api/classes/{id}/achievements/{achievement}",
    "delete, /api/classes/{id}/achievements/{achievement}"
  })
  void whatCanBeRehearsedSaysWhatARehearsalAnswers(String verb, String path) {
    var operation = document.path("paths").path(path).path(verb);
    assertTrue(operation.path("parameters").findValuesAsText("name").contains("dry_run"));
    assertTrue(
        operation.path("responses").path("200").toString().contains("schemas/Rehearsal\""),
        operation::toString);
  }

  @Test
  void framesAreToldApartByTheirType() {
    var frame = document.at("/components/schemas/Frame");
    assertEquals("type", frame.at("/discriminator/propertyName").asText());
    var types = new ArrayList<String>();
    frame.at("/discriminator/mapping").fieldNames().forEachRemaining(types::add);
    assertEquals(
        Set.of(
            "achievement_earned",
            "achievement_revoked",
            "announcement",
            "appeal_answered",
            "appeal_made",
            "level_up",
            "points_update",
            "practice_completed",
            "assignment_submitted",
            "rank_change",
            "streak_update"),
        Set.copyOf(types));
  }

  @Test
  void framesCarryTheirPlaceInTheLog() {
    for (var frame : document.at("/components/schemas/Frame/discriminator/mapping")) {
      var properties = document.at(frame.asText().substring(1)).path("properties");
      assertTrue(properties.has("type") && properties.has("seq") && properties.has("sent_at"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ProblemSolved, points",
    "Outcome, points_earned",
    "Outcome, total_points",
    "Definition, points",
    "BoardEntry, total_points",
    "StudentChange, points_after",
    "StudentChange, total_change"
  })
  void pointsAreNumbersWithTwoDecimals(String schema, String property) {
    var points = document.at("/components/schemas/" + schema + "/properties/" + property);
    assertEquals("number", points.path("type").asText(), points::toString);
    assertEquals(0.01, points.path("multipleOf").asDouble());
  }

  @Test
  void aSubmissionIsOneObjectOrAnArray() {
    var body = document.at("/paths/~1api~1submissions/post/requestBody/content/application~1json");
    assertEquals(
        Set.of("\"#/components/schemas/SubmissionRequest\"", "\"array\""),
        Set.of(
            body.at("/schema/oneOf/0/$ref").toString(),
            body.at("/schema/oneOf/1/type").toString()));
  }

  @Test
  void errorsAreProblemDocuments() {
    assertEquals(
        "#/components/schemas/Problem",
        document
            .at(
                "/paths/~1api~1submissions/post/responses/400/content/application~1problem+json/schema/$ref")
            .asText());
    assertTrue(document.at("/components/schemas/Problem/properties").has("errors"));
  }

  @Test
  void theInnerTypesOfLibrariesStayOut() {
    assertTrue(document.at("/components/schemas/JsonNode").isMissingNode());
    assertTrue(document.at("/components/schemas/ZoneRules").isMissingNode());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (var reference : document.findValuesAsText("$ref")) {
      assertTrue(
          !document.at(reference.substring(1)).isMissingNode(), () -> reference + " is missing");
    }
  }
}
