package dev.laurel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the page with axe, and operates it by keyboard alone. */
class AccessibilityIT {
  private static final Path AXE = Path.of("src/main/webui/node_modules/axe-core/axe.min.js");
  private static final String VIOLATIONS =
      """
      axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary)))""";

  @TempDir static Path data;

  private static Classroom classroom;
  private static String axe;

  @BeforeAll
  static void open() throws IOException {
    axe = Files.readString(AXE);
    classroom = Classroom.open(data, Map.of("LAUREL_DEMO_SUBMISSIONS_PER_MINUTE", "0"));
  }

  @AfterAll
  static void close() {
    if (classroom != null) {
      classroom.close();
    }
  }

  private static DemoPage visit(ColorScheme scheme, int width) {
    // Waits for fades, during which axe finds too little contrast.
    var window =
        new NewContextOptions()
            .setViewportSize(width, 900)
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE);
    return classroom.visit(window, classroom.address());
  }

  private static void assertNoViolations(DemoPage page) {
    page.page().evaluate(axe);
    assertEquals(List.of(), page.page().evaluate(VIOLATIONS));
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNoViolation(ColorScheme scheme) {
    try (var page = visit(scheme, 1280)) {
      assertNoViolations(page);

      var user = scheme == ColorScheme.LIGHT ? "alice" : "dan";
      page.signIn(user);
      page.openGrading();
      page.grade(user, "Heaps, All the Way Down", 25);
      assertThat(page.toast("All the Way Down")).isVisible();
      assertNoViolations(page);

      page.openInbox();
      assertThat(page.event("All the Way Down")).isVisible();
      assertNoViolations(page);
    }
  }

  @Test
  void axeFindsNoViolationOnASmallScreen() {
    try (var page = visit(ColorScheme.LIGHT, 360)) {
      page.choose("bob");
      page.leader().waitFor();
      assertNoViolations(page);
      assertNoSidewaysScroll(page, "document.documentElement");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNoViolationInLedgerAndQuestionsOnTheSmallestScreen(ColorScheme scheme) {
    try (var page = visit(scheme, 320)) {
      // Given
      var user = scheme == ColorScheme.LIGHT ? "erin" : "frank";
      var title = classroom.solve(user, 7);
      page.choose(user);
      page.leader().waitFor();

      // When
      page.openLedger();
      page.ask(title, user + " asks: Why" + "?".repeat(200));

      // Then
      assertNoViolations(page);
      assertNoSidewaysScroll(page, "document.querySelector('dialog[open]')");

      // And when
      page.page().keyboard().press("Escape");
      page.openGrading();
      page.question(user + " asks").waitFor();

      // Then
      assertNoViolations(page);
      assertNoSidewaysScroll(page, "document.documentElement");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNoViolationInTheComparisonWithAnotherSystem(ColorScheme scheme) {
    try (var page = visit(scheme, 1280)) {
      // Given
      var classId = "moved-" + scheme.name().toLowerCase(Locale.ROOT);
      moveIn(classId);
      page.signIn("alice");

      // When
      page.page().navigate(classroom.address() + "#/teach/" + classId + "/reconciliation");

      // Then
      var comparison = page.page().locator(".reconciliation");
      var again =
          comparison.getByRole(
              AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Compare again"));
      awaitText(comparison, again, "The other system adds up all attempts: 50 points more.");
      assertThat(comparison).containsText("differ on 1 of 2 students");
      assertNoViolations(page);
      assertNoSidewaysScroll(page, "document.documentElement");

      // And when
      report(classId, 60);

      // Then
      awaitText(comparison, again, "Laurel and the other system agree on all 2 students.");
      assertNoViolations(page);
    }
  }

  /** A class in shadow, of which another back end adds up attempts. */
  private static void moveIn(String classId) {
    var path = "/api/classes/" + classId;
    classroom.put(
        "prof",
        "instructor",
        path + "/roster",
        """
        {"name":"Moved","time_zone":"UTC","members":[
          {"id":"prof","username":"prof","role":"instructor"},
          {"id":"alice","username":"alice","role":"student"},{"id":"bob","username":"bob","role":"student"}]}""");
    classroom.put("prof", "instructor", path + "/authority", "{\"mode\":\"shadow\"}");
    for (int score : List.of(60, 50)) {
      classroom.send(
          "/api/submissions",
          """
          {"source":"moved","submission_id":"%1$s-%2$d","user":{"id":"alice","username":"alice"},"class_id":"%1$s",
           "kind":"practice","problem":{"id":"p","title":"Heaps","points":100},"score":%2$d,"max_score":100}"""
              .formatted(classId, score));
    }
    report(classId, 110);
  }

  private static void report(String classId, int points) {
    classroom.put(
        "gradebot",
        "grader",
        "/api/classes/" + classId + "/standings",
        "{\"user\":{\"id\":\"alice\",\"username\":\"alice\"},\"points\":" + points + "}");
  }

  /** Looks again until Laurel has computed. */
  private static void awaitText(Locator comparison, Locator again, String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              again.click();
              comparison.locator("tbody tr").first().waitFor();
              return comparison.innerText().contains(text);
            });
  }

  private static void assertNoSidewaysScroll(DemoPage page, String element) {
    var scrolls = "(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)(" + element + ")";
    assertEquals(false, page.page().evaluate(scrolls), element + " scrolls sideways");
  }

  @Test
  void boardsAndInboxWorkByKeyboard() {
    try (var page = visit(ColorScheme.LIGHT, 1280)) {
      // Given
      page.signIn("carol");
      var keyboard = page.page().keyboard();
      page.page().locator("#tab-everyone").focus();

      // When
      keyboard.press("ArrowRight");

      // Then
      assertThat(page.page().locator("#tab-demo101")).isFocused();
      assertThat(page.page().locator("[role=tabpanel]"))
          .hasAttribute("aria-labelledby", "tab-demo101");

      // And when
      page.page().locator(".bell").focus();
      keyboard.press("Enter");
      assertThat(page.page().locator("dialog[open]")).isVisible();
      keyboard.press("Escape");

      // Then
      assertThat(page.page().locator("dialog[open]")).hasCount(0);
      assertThat(page.page().locator(".bell")).isFocused();
    }
  }
}
