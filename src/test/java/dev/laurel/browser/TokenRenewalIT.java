package dev.laurel.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses the page with tokens that expire after a few seconds. */
class TokenRenewalIT {
  private static final double TIMEOUT_MS = 60_000;
  private static final int RENEWALS = 3;

  @TempDir static Path data;

  private static Classroom classroom;

  @BeforeAll
  static void open() {
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
    classroom =
        Classroom.open(
            data,
            Map.of(
                "LAUREL_DEMO_SUBMISSIONS_PER_MINUTE", "0",
                "LAUREL_DEMO_TOKEN_TTL", "20s",
                "LAUREL_REALTIME_EXPIRY_NOTICE", "18s"));
  }

  @AfterAll
  static void close() {
    if (classroom != null) {
      classroom.close();
    }
  }

  @Test
  void tokensAreRenewedOnOpenSockets() {
    try (var alice =
        classroom.visit(new NewContextOptions().setViewportSize(1280, 800), classroom.address())) {
      // Given
      var renewals = new CopyOnWriteArrayList<WebSocket>();
      alice
          .page()
          .onWebSocket(
              socket ->
                  socket.onFrameReceived(
                      frame -> {
                        if (frame.text().contains("\"token_refreshed\"")) {
                          renewals.add(socket);
                        }
                      }));
      alice.signIn("alice");
      var sockets = alice.sockets();

      // When
      alice
          .page()
          .waitForCondition(
              () ->
                  sockets.stream()
                      .allMatch(
                          socket -> renewals.stream().filter(socket::equals).count() >= RENEWALS),
              // The client leaves at least 10 s between two renewals.
              new Page.WaitForConditionOptions().setTimeout(2 * TIMEOUT_MS));

      // Then
      assertEquals(2, sockets.size());
      assertEquals(sockets, alice.sockets());
      assertTrue(sockets.stream().noneMatch(WebSocket::isClosed));
      var title = classroom.solve("alice", 10);
      assertThat(alice.toast(title)).hasCount(1);
      assertEquals(List.of(), alice.errors());
    }
  }
}
