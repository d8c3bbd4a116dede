package dev.laurel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes away the page's service, its network or its sockets for a while. */
class OutageIT {
  private static final double TIMEOUT_MS = 60_000;

  @TempDir static Path data;

  private static Classroom classroom;

  @BeforeAll
  static void open() {
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
    classroom = Classroom.open(data, Map.of("LAUREL_DEMO_SUBMISSIONS_PER_MINUTE", "0"));
  }

  @AfterAll
  static void close() {
    if (classroom != null) {
      classroom.close();
    }
  }

  @Test
  void everyEventIsShownOnceAfterTheServiceWasKilled() {
    try (var dan = classroom.signIn("dan");
        var erin = classroom.signIn("erin")) {
      // Given
      var before = classroom.solve("dan", 10);
      assertThat(dan.toast(before)).hasCount(1);

      // When
      classroom.kill();
      assertThat(dan.connection("Reconnecting")).isVisible();
      classroom.startAgain();
      var missed = classroom.solve("dan", 30);

      // Then
      assertThat(dan.toast(missed)).hasCount(1);
      assertThat(dan.connection("Live")).isVisible();
      assertThat(erin.connection("Live")).isVisible();
      var fence = classroom.solve("dan", 20);
      assertThat(dan.toast(fence)).hasCount(1);
      dan.openInbox();
      for (var title : List.of(before, missed, fence)) {
        assertThat(dan.event(title)).hasCount(1);
      }
      assertEquals(List.of(), dan.errorsOfItsOwn());
      assertEquals(List.of(), erin.errorsOfItsOwn());
    }
  }

  @Test
  void eventsMissedWhileOfflineShareOneToast() {
    try (var frank = classroom.signIn("frank")) {
      // Given
      frank.setOffline(true);
      assertThat(frank.connection("Offline")).isVisible();
      for (int i = 0; i < 6; i++) {
        classroom.solve("frank", "Offline " + i, 5);
      }

      // When
      frank.setOffline(false);

      // Then
      assertThat(frank.toast("While you were away")).hasCount(1);
      assertThat(frank.toast("Offline")).hasCount(0);
      frank.openInbox();
      assertThat(frank.event("Offline")).hasCount(6);
      assertEquals(List.of(), frank.errorsOfItsOwn());
    }
  }

  @Test
  void pagePollsWhileSocketsAreBlockedAndReturnsToThem() {
    try (var proxy = new SocketBlockingProxy(classroom.address());
        var grace =
            classroom.visit(new NewContextOptions().setViewportSize(1280, 800), proxy.address())) {
      // Given
      proxy.block(true);
      grace.choose("grace");
      assertThat(grace.connection("Updating every 5 s")).isVisible();
      assertThat(grace.leader()).isVisible();

      // When
      var polled = classroom.solve("grace", 700);

      // Then
      assertThat(grace.toast(polled)).hasCount(1);
      assertThat(grace.leader()).containsText("grace");

      // And when
      proxy.block(false);

      // Then
      assertThat(grace.connection("Live")).isVisible();
      var live = classroom.solve("grace", 10);
      assertThat(grace.toast(live)).hasCount(1);
      grace.openInbox();
      assertThat(grace.event(polled)).hasCount(1);
      assertThat(grace.event(live)).hasCount(1);
      assertEquals(List.of(), grace.errorsOfItsOwn());
    }
  }
}
