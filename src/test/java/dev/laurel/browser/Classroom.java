package dev.laurel.browser;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;

import com.microsoft.playwright.Browser.NewContextOptions;
import dev.laurel.testing.LaurelProcess;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The packaged service with its demo, a browser, and the grader of the demo's class. */
final class Classroom implements AutoCloseable {
  static final String CLASS = "demo101";

  private final InstalledBrowser installed;
  private final Map<String, String> environment;
  private LaurelProcess laurel;

  private Classroom(InstalledBrowser installed, Map<String, String> environment) {
    this.installed = installed;
    this.environment = environment;
    laurel = LaurelProcess.start(environment);
  }

  /**
   * Starts the service and the browser. Without a browser the test is skipped, or fails under CI.
   *
   * @param data where the service keeps its data
   * @param settings environment variables for the service
   */
  static Classroom open(Path data, Map<String, String> settings) {
    var installed = InstalledBrowser.launch();
    var environment = new HashMap<>(settings);
    environment.put("LAUREL_DATA_DIR", data.toString());
    return new Classroom(installed, environment);
  }

  URI address() {
    return laurel.baseUri();
  }

  /** Kills the service and starts it again with the same data and port. */
  void restart() {
    kill();
    startAgain();
  }

  /** Kills the service. */
  void kill() {
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(laurel.baseUri().getPort()));
    laurel.kill();
  }

  /** Starts the killed service again. */
  void startAgain() {
    laurel = LaurelProcess.start(environment);
  }

  /** A new browser profile in which nobody is signed in. */
  DemoPage visit(NewContextOptions options, URI address) {
    return DemoPage.open(installed.browser(), options, address);
  }

  /** A new browser profile in which a user has signed in. */
  DemoPage signIn(String user) {
    return visit(new NewContextOptions().setViewportSize(1280, 800), address()).signIn(user);
  }

  /** Posts a perfect result and returns its unique title. */
  String solve(String user, int points) {
    var title = "Problem " + UUID.randomUUID();
    solve(user, title, points);
    return title;
  }

  /** Posts a perfect result. */
  void solve(String user, String title, int points) {
    post(
        "/api/submissions",
        """
        {"source":"browser","submission_id":"%1$s","user":{"id":"%2$s","username":"%2$s"},"class_id":"%5$s",
         "kind":"practice","problem":{"id":"%1$s","title":"%3$s","points":%4$d},"score":1,"max_score":1}"""
            .formatted(UUID.randomUUID(), user, title, points, CLASS));
  }

  /** Posts as a grader does. */
  void post(String path, String body) {
    http().auth().oauth2(token("gradebot", "grader")).body(body).post(path).then().statusCode(201);
  }

  /** Posts as a grader does of a class whose results are kept. */
  void send(String path, String body) {
    http()
        .auth()
        .oauth2(token("gradebot", "grader"))
        .body(body)
        .post(path)
        .then()
        .statusCode(oneOf(200, 201));
  }

  /** Puts as a user with a role does. */
  void put(String user, String role, String path, String body) {
    http().auth().oauth2(token(user, role)).body(body).put(path).then().statusCode(oneOf(200, 204));
  }

  /** A token of the demo. */
  String token(String user, String... roles) {
    return http()
        .body(Map.of("user", user, "roles", roles))
        .post("/demo/tokens")
        .then()
        .statusCode(200)
        .extract()
        .path("token");
  }

  private RequestSpecification http() {
    return given().baseUri(address().toString()).contentType(ContentType.JSON);
  }

  @Override
  public void close() {
    laurel.close();
    installed.close();
  }
}
