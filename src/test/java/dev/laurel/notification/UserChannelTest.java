package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserChannelTest {
  private static final SpanContext UNTRACED = SpanContext.getInvalid();
  private static final SpanContext TRACED =
      SpanContext.createFromRemoteParent(
          "0af7651916cd43dd8448eb211c80319c",
          "b7ad6b7169203331",
          TraceFlags.getSampled(),
          TraceState.getDefault());

  @Test
  void aHintArrivesAsItWasSent() {
    for (var origin :
        List.of(
            Hint.Origin.UNKNOWN,
            new Hint.Origin(1_700, 0, UNTRACED),
            new Hint.Origin(1_700, 900, TRACED))) {
      var hint = hint(origin, 7, "{\"g\":\"g=1 w=2\"}", "{}");

      // When
      var payload = UserChannel.message("alice", hint).payload();

      // Then
      assertEquals(List.of(hint), received(payload));
    }
  }

  @Test
  void unknownTokensAreIgnored() {
    assertEquals(
        List.of(hint(new Hint.Origin(5, 3, UNTRACED), 1, "{}")),
        received("1 later=9 w=5 x g=3 =\n{}"));
  }

  @Test
  void unreadableTokensCountAsUnknown() {
    for (var tokens :
        List.of(
            "",
            " ",
            " w= g=",
            " w=-1 g=x",
            " w=99999999999999999999",
            " W=1",
            " t=",
            " t=00-junk-01",
            " t=x t")) {
      assertEquals(List.of(hint(Hint.Origin.UNKNOWN, 1, "{}")), received("1" + tokens + "\n{}"));
    }
  }

  @Test
  void aTraceThatIsNotSampledIsNotSent() {
    // Given
    var unsampled =
        SpanContext.create(
            TRACED.getTraceId(),
            TRACED.getSpanId(),
            TraceFlags.getDefault(),
            TraceState.getDefault());

    // When
    var payload = UserChannel.message("alice", hint(new Hint.Origin(1, 2, unsampled), 7, "{}"));

    // Then
    assertEquals("7 w=1 g=2", payload.payload().lines().findFirst().orElseThrow());
  }

  private static List<Hint> received(String payload) {
    var hints = new ArrayList<Hint>();
    UserChannel.receiver(hints::add, head -> {}).accept(payload);
    return hints;
  }

  /** A hint of entries that were written when its origin says. */
  private static Hint hint(Hint.Origin origin, long first, String... frames) {
    var sentAt = origin.writtenAt() == 0 ? null : Instant.ofEpochMilli(origin.writtenAt());
    return new Hint(
        IntStream.range(0, frames.length)
            .mapToObj(i -> new LogEntry(first + i, frames[i], sentAt))
            .toList(),
        origin);
  }
}
