package dev.laurel;

import static java.util.stream.Collectors.toCollection;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a request is called in the metrics depends on the operation, not on who asks for whom. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RequestMetricsTest {
  @Inject MeterRegistry meters;

  @Test
  void everyOperationHasItsNameAndNobodyElseHasOne() throws JsonProcessingException {
    // Given
    var somebody = Fresh.id("somebody");
    var paths = paths();

    // When
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> ask(method, path.getKey().replaceAll("\\{\\w+}", somebody))));
    List.of("/", "/api/", "/api/me/", "/api/users/", "/assets/", "/q/", "/demo/")
        .forEach(path -> ask("get", path + somebody));

    // Then
    var expected = new TreeSet<String>();
    paths.fieldNames().forEachRemaining(expected::add);
    expected.add("/other");
    await()
        .untilAsserted(
            () -> assertTrue(names().containsAll(expected), () -> names() + " of " + expected));
    assertEquals(List.of(), names().stream().filter(name -> name.contains(somebody)).toList());
  }

  private static JsonNode paths() throws JsonProcessingException {
    var document = RestAssured.given().accept("application/json").get("/q/openapi").asString();
    return new ObjectMapper().readTree(document).get("paths");
  }

  /** With a token that is none, so that everything is refused. */
  private static void ask(String method, String path) {
    RestAssured.given()
        .auth()
        .oauth2("none")
        .contentType("application/json")
        .request(method.toUpperCase(Locale.ROOT), path)
        .then()
        .statusCode(401);
  }

  private TreeSet<String> names() {
    return meters.find("http.server.requests").meters().stream()
        .map(meter -> meter.getId().getTag("uri"))
        .collect(toCollection(TreeSet::new));
  }
}
