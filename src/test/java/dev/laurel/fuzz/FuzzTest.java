package dev.laurel.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.ErrorLog;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs a few thousand cases of {@link FuzzLongIT}, with another seed each time. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class FuzzTest {
  @TestHTTPResource("/")
  URI node;

  private ErrorLog errors;
  private Bystander bystander;

  @BeforeEach
  void openBystander() {
    errors = new ErrorLog();
    bystander = new Bystander(node);
  }

  @AfterEach
  void nobodyElseNoticed() {
    bystander.noticedNothing();
    bystander.close();
    errors.close();
    assertEquals(List.of(), errors.messages(), "with -Dlaurel.fuzz.seed=" + Fuzz.SEED);
  }

  @Test
  void requests() {
    new RestFuzz(node).requests(scaled(2_000));
  }

  @Test
  void brokenRequests() {
    new RestFuzz(node).brokenRequests(scaled(300));
  }

  @Test
  void messages() {
    new SocketFuzz(node).messages(scaled(2_000));
  }

  @Test
  void brokenFrames() {
    new SocketFuzz(node).brokenFrames(scaled(200));
  }

  @Test
  void upgrades() {
    new SocketFuzz(node).upgrades(scaled(500));
  }

  @Test
  void tokens() {
    new TokenFuzz(node).tokens(scaled(500));
  }

  private static int scaled(int cases) {
    return cases * Integer.getInteger("laurel.fuzz.scale", 1);
  }
}
