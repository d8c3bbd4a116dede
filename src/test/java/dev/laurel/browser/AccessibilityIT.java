package dev.laurel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
