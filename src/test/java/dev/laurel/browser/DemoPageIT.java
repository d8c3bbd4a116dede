package dev.laurel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses the page of the packaged service in a real browser. */
class DemoPageIT {
  private static final double TIMEOUT_MS = 30_000;

  private static final String ACHIEVEMENT =
      """
      {"type":"achievement_earned","points_earned":0,
       "achievement":{"id":"night-owl","name":"Night Owl","description":"Hand in after midnight",
                      "badge_type":"points","rarity":"epic"}}""";

  @TempDir static Path data;

  private static Classroom classroom;

  @BeforeAll
  static void open() {
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
    classroom = Classroom.open(data, Map.of("LAUREL_DEMO_SUBMISSIONS_PER_MINUTE", "60"));
  }

  @AfterAll
  static void close() {
    if (classroom != null) {
      classroom.close();
    }
  }

  @Test
  void instructorsSubmissionMovesEverybodysBoardAndNotifiesTheStudent() {
    try (var alice = classroom.signIn("alice");
        var prof = classroom.signIn("prof")) {
      // Given
      alice.showBoard("Demo 101");
      var student = prof.runnerUp("alice");
      try (var page = classroom.signIn(student)) {
        // A board that is first seen afterwards shows no move.
        page.leader().waitFor();
        int before = page.points();
        var title = "Problem " + UUID.randomUUID();

        // When
        prof.grade(student, title, 900);

        // Then
        assertThat(page.toast(title)).containsText("+900");
        page.awaitPoints(before + 900);
        assertThat(page.standing()).containsText("#1");
        for (var each : List.of(alice, page, prof)) {
          assertThat(each.leader()).containsText(student);
          assertThat(each.leader().getByLabel("up ")).isVisible();
        }
        assertThat(alice.toast(title)).hasCount(0);
        for (var each : List.of(alice, page, prof)) {
          assertEquals(List.of(), each.errors());
        }
      }
    }
  }

  @Test
  void regradeToZeroRemovesPoints() {
    try (var erin = classroom.signIn("erin");
        var prof = classroom.signIn("prof")) {
      // Given
      prof.grade("erin", "Problem " + UUID.randomUUID(), 10);
      assertThat(erin.toast("+10")).isVisible();

      // When
      prof.regradeToZero();

      // Then
      assertThat(erin.toast("Your points were corrected")).containsText("−10");
    }
  }

  @Test
  void frozenBoardStaysUnchangedForStudentsUntilThawed() {
    try (var dan = classroom.signIn("dan");
        var prof = classroom.signIn("prof")) {
      // Given
      dan.showBoard("Demo 101");
      prof.showBoard("Demo 101");
      prof.freeze();
      int before = prof.leadersPoints();

      // When
      prof.grade(prof.leader().getAttribute("data-key"), "Problem " + UUID.randomUUID(), 50);
      prof.page().waitForCondition(() -> prof.leadersPoints() >= before + 50);

      // Then
      assertTrue(dan.leadersPoints() <= before, "the student sees what came after");

      // When
      prof.thaw();

      // Then
      dan.page().waitForCondition(() -> dan.leadersPoints() >= before + 50);
      assertEquals(List.of(), dan.errors());
      assertEquals(List.of(), prof.errors());
    }
  }

  @Test
  void aStudentAsksAboutAnEntryAndTheInstructorAnswers() {
    try (var grace = classroom.signIn("grace");
        var prof = classroom.signIn("prof")) {
      // Given
      var title = classroom.solve("grace", 7);
      grace.openLedger();
      assertThat(grace.entry(title)).containsText("+7");

      // When
      grace.ask(title, "Was it not worth 8?");

      // Then
      assertThat(prof.toast("A question about points")).containsText("Demo 101");
      assertThat(prof.question("Was it not worth 8?")).containsText(title);

      // When
      prof.accept("Was it not worth 8?", "It was. I correct it.");

      // Then
      assertThat(grace.entry(title)).containsText("Accepted: It was. I correct it.");
      assertThat(prof.question("Was it not worth 8?")).hasCount(0);
      assertEquals(List.of(), grace.errors());
      assertEquals(List.of(), prof.errors());
    }
  }

  @Test
  void visitorCanSubmitAsGrader() {
    try (var carol = classroom.signIn("carol")) {
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
  void pastedTokenSignsInItsUser() {
    try (var page =
        classroom.visit(new NewContextOptions().setViewportSize(1280, 800), classroom.address())) {
      // Given
      page.pasteToken("no token");
      assertThat(page.page().getByText("This token is not accepted.")).isVisible();

      // When
      page.pasteToken(classroom.token("judy"));

      // Then
      assertThat(page.connection("Live")).isVisible();
      assertThat(page.page().locator(".account-name")).hasText("judy");
    }
  }

  @Test
  void eventReadInOneTabIsReadInTheOther() {
    try (var frank = classroom.signIn("frank");
        var other = frank.anotherTab("frank")) {
      // Given
      assertThat(frank.unread()).isVisible();
      assertThat(other.unread()).isVisible();

      // When
      frank.openInbox();

      // Then
      assertThat(frank.unread()).hasCount(0);
      assertThat(other.unread()).hasCount(0);
    }
  }

  @Test
  void eventIsPresentedInOneTabOnly() {
    try (var grace = classroom.signIn("grace");
        var other = grace.anotherTab("grace")) {
      // When
      var first = classroom.solve("grace", 1);
      var fence = classroom.solve("grace", 2);

      // Then
      grace.page().waitForCondition(() -> count(grace, other, fence) > 0);
      assertEquals(1, count(grace, other, fence));
      assertEquals(1, count(grace, other, first));
    }
  }

  private static int count(DemoPage one, DemoPage other, String title) {
    return one.toast(title).count() + other.toast(title).count();
  }

  @Test
  void reloadDeliversMissedEventsOnce() {
    try (var heidi = classroom.signIn("heidi")) {
      // Given
      var seen = classroom.solve("heidi", 1);
      assertThat(heidi.toast(seen)).isVisible();
      heidi.page().navigate("about:blank");
      var missed = classroom.solve("heidi", 2);

      // When
      heidi.page().goBack();
      heidi.connection("Live").waitFor();

      // Then
      assertThat(heidi.toast(missed)).isVisible();
      assertThat(heidi.toast(seen)).hasCount(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "light, LIGHT, 1280, 860, uma",
    "dark, DARK, 1280, 860, zoe",
    "narrow, LIGHT, 360, 780, ivan"
  })
  void picture(String name, ColorScheme scheme, int width, int height, String user)
      throws IOException {
    // Given
    var window =
        new NewContextOptions()
            .setViewportSize(width, height)
            .setDeviceScaleFactor(width < 500 ? 2 : 1)
            .setColorScheme(scheme);
    try (var page = classroom.visit(window, classroom.address())) {
      page.choose(user);
      page.leader().waitFor();
      classroom.solve(user, "Dijkstra, Step by Step", 40);
      classroom.post("/api/users/" + user + "/notifications", ACHIEVEMENT);
      assertThat(page.toast("Night Owl")).isVisible();
      var file = Path.of("target", "laurel-" + name + ".png");

      // When
      page.photograph(file);

      // Then
      assertTrue(Files.size(file) > 20_000, "the picture is empty");
      assertEquals(List.of(), page.errors());
    }
  }
}
