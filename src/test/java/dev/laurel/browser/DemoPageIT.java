package dev.laurel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.laurel.testing.LaurelProcess;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of the packaged service in a real browser. */
class DemoPageIT {
  private static final double TIMEOUT_MS = 20_000;

  private static final String ACHIEVEMENT =
      """
      {"type":"achievement_earned","points_earned":0,
       "achievement":{"id":"night-owl","name":"Night Owl","description":"Hand in after midnight",
                      "badge_type":"points","rarity":"epic"}}""";

  @TempDir static Path data;

  private static InstalledBrowser installed;
  private static LaurelProcess laurel;

  @BeforeAll
  static void start() {
    installed = InstalledBrowser.launch();
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
    laurel = LaurelProcess.start(environment());
  }

  @AfterAll
  static void stop() {
    if (laurel != null) {
      laurel.close();
    }
    if (installed != null) {
      installed.close();
    }
  }

  private static Map<String, String> environment() {
    return new HashMap<>(
        Map.of("LAUREL_DATA_DIR", data.toString(), "LAUREL_DEMO_SUBMISSIONS_PER_MINUTE", "60"));
  }

  private static DemoPage open(String user) {
    var window = new NewContextOptions().setViewportSize(1280, 800);
    return DemoPage.open(installed.browser(), window, laurel.baseUri(), user);
  }

  /** Posts a perfect result and returns its title, which nothing else has. */
  private static String submit(String user, int points) {
    var title = "Problem " + UUID.randomUUID();
    submit(user, title, points);
    return title;
  }

  private static void submit(String user, String title, int points) {
    post(
        "/api/submissions",
        """
        {"source":"browser","submission_id":"%1$s","user":{"id":"%2$s","username":"%2$s"},"class_id":"demo101",
         "kind":"practice","problem":{"id":"%1$s","title":"%3$s","points":%4$d},"score":1,"max_score":1}"""
            .formatted(UUID.randomUUID(), user, title, points));
  }

  /** Posts as a grader does. */
  private static void post(String path, String body) {
    var grader =
        http()
            .body("{\"user\":\"gradebot\",\"roles\":[\"grader\"]}")
            .post("/demo/tokens")
            .then()
            .statusCode(200)
            .extract()
            .<String>path("token");
    http().auth().oauth2(grader).body(body).post(path).then().statusCode(201);
  }

  private static RequestSpecification http() {
    return given().baseUri(laurel.baseUri().toString()).contentType(ContentType.JSON);
  }

  @Test
  void aSubmissionBecomesAToastAndPointsAndMovesTheBoardsOfAll() {
    try (var alice = open("alice");
        var bob = open("bob")) {
      // Given
      bob.showBoard("Demo 101");
      int before = alice.points();

      // When
      var title = submit("alice", 400);

      // Then
      assertThat(alice.toast(title)).containsText("+400");
      assertThat(alice.event(title)).hasCount(1);
      alice.awaitPoints(before + 400);
      assertThat(alice.leader()).containsText("alice");
      assertThat(bob.leader()).containsText("alice");
      assertThat(bob.event(title)).hasCount(0);
      assertEquals(List.of(), alice.errors());
      assertEquals(List.of(), bob.errors());
    }
  }

  @Test
  void aVisitorCanPlayTheGrader() {
    try (var carol = open("carol")) {
      // Given
      int before = carol.points();

      // When
      carol.submitAsGrader();

      // Then
      carol.awaitPoints(before + 1);
      assertEquals(List.of(), carol.errors());
    }
  }

  @Test
  void afterTheServerWasKilledThePageComesBackAndShowsWhatItMissedOnce() {
    try (var dan = open("dan");
        var erin = open("erin")) {
      // Given
      dan.setOffline(true);
      restart();
      var missed = submit("dan", 30);

      // When
      dan.setOffline(false);

      // Then
      assertThat(dan.event(missed)).hasCount(1);
      assertThat(dan.connection("Live")).isVisible();
      assertThat(erin.connection("Live")).isVisible();
      var fence = submit("dan", 20);
      assertThat(dan.event(fence)).hasCount(1);
      assertThat(dan.event(missed)).hasCount(1);
      assertEquals(List.of(), dan.errorsOfItsOwn());
      assertEquals(List.of(), erin.errorsOfItsOwn());
    }
  }

  /** On the same data and the same port. */
  private static void restart() {
    var environment = environment();
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(laurel.baseUri().getPort()));
    laurel.kill();
    laurel = LaurelProcess.start(environment);
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void picture(ColorScheme scheme) throws IOException {
    // Given
    var window = new NewContextOptions().setViewportSize(1280, 860).setColorScheme(scheme);
    var user = scheme == ColorScheme.LIGHT ? "uma" : "zoe";
    try (var page = DemoPage.open(installed.browser(), window, laurel.baseUri(), user)) {
      submit(user, "Dijkstra, Step by Step", 40);
      post("/api/users/" + user + "/notifications", ACHIEVEMENT);
      assertThat(page.toast("Night Owl")).isVisible();
      var file = Path.of("target", "laurel-" + scheme.name().toLowerCase(Locale.ROOT) + ".png");

      // When
      page.photograph(file);

      // Then
      assertTrue(Files.size(file) > 20_000, "the picture is empty");
    }
  }
}
