package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserChannelTest {
  private static final List<LogEntry> ENTRIES =
      List.of(new LogEntry(7, "{\"g\":\"g=1 w=2\"}"), new LogEntry(8, "{}"));

  @Test
  void aHintArrivesAsItWasSent() {
    for (var origin : List.of(Origin.UNKNOWN, new Origin(1_700, 0), new Origin(1_700, 900))) {
      // When
      var payload = UserChannel.message("alice", new Hint(ENTRIES, origin)).payload();

      // Then
      assertEquals(List.of(new Hint(ENTRIES, origin)), received(payload));
    }
  }

  @Test
  void aNodePassesOverWhatItDoesNotKnow() {
    assertEquals(
        List.of(new Hint(List.of(new LogEntry(1, "{}")), new Origin(5, 3))),
        received("1 later=9 w=5 x g=3 =\n{}"));
  }

  @Test
  void whatMakesNoSenseCountsAsUnknown() {
    for (var tokens : List.of("", " ", " w= g=", " w=-1 g=x", " w=99999999999999999999", " W=1")) {
      assertEquals(
          List.of(new Hint(List.of(new LogEntry(1, "{}")), Origin.UNKNOWN)),
          received("1" + tokens + "\n{}"));
    }
  }

  private static List<Hint> received(String payload) {
    var hints = new ArrayList<Hint>();
    UserChannel.receiver(hints::add, head -> {}).accept(payload);
    return hints;
  }
}
