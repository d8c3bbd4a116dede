package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserChannelTest {
  private static final List<LogEntry> ENTRIES =
      List.of(new LogEntry(7, "{\"g\":\"g=1 w=2\"}"), new LogEntry(8, "{}"));

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
      // When
      var payload = UserChannel.message("alice", new Hint(ENTRIES, origin)).payload();

      // Then
      assertEquals(List.of(new Hint(ENTRIES, origin)), received(payload));
    }
  }

  @Test
  void unknownTokensAreIgnored() {
    assertEquals(
        List.of(new Hint(List.of(new LogEntry(1, "{}")), new Hint.Origin(5, 3, UNTRACED))),
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
      assertEquals(
          List.of(new Hint(List.of(new LogEntry(1, "{}")), Hint.Origin.UNKNOWN)),
          received("1" + tokens + "\n{}"));
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
    var payload = UserChannel.message("alice", new Hint(ENTRIES, new Hint.Origin(1, 2, unsampled)));

    // Then
    assertEquals("7 w=1 g=2", payload.payload().lines().findFirst().orElseThrow());
  }

  private static List<Hint> received(String payload) {
    var hints = new ArrayList<Hint>();
    UserChannel.receiver(hints::add, head -> {}).accept(payload);
    return hints;
  }
}
