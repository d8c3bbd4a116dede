package dev.laurel.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.LaurelProcess;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 125,000 cases of hostile input to a packaged node: nothing of it is answered as if it were the
 * server's fault, or goes unanswered, leaves a word of an exception in the log, or concerns a
 * bystander.
 */
class FuzzLongIT {
  /** The framework's own, of groups that a signed token has got wrong. */
  private static final Pattern EXPECTED = Pattern.compile("SRJWT08001");

  private static LaurelProcess laurel;
  private static Bystander bystander;

  @BeforeAll
  static void start() {
    var settings = new HashMap<>(EmbeddedServersResource.settings());
    settings.put("laurel.demo", "false");
    laurel = LaurelProcess.start(LaurelProcess.environment(settings));
    bystander = new Bystander(laurel.baseUri());
  }

  @AfterAll
  static void stop() {
    bystander.close();
    laurel.close();
  }

  @Test
  void nothingIsAnsweredWrongAndNobodyElseNotices() {
    var node = laurel.baseUri();
    new RestFuzz(node).requests(60_000);
    new RestFuzz(node).brokenRequests(10_000);
    new SocketFuzz(node).messages(40_000);
    new SocketFuzz(node).brokenFrames(5_000);
    new SocketFuzz(node).upgrades(5_000);
    new TokenFuzz(node).tokens(5_000);
    bystander.noticedNothing();
    assertEquals(List.of(), complaints(), "with -Dlaurel.fuzz.seed=" + Fuzz.SEED);
  }

  private static List<String> complaints() {
    return laurel
        .log()
        .lines()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .filter(line -> !EXPECTED.matcher(line).find())
        .distinct()
        .limit(20)
        .toList();
  }
}
