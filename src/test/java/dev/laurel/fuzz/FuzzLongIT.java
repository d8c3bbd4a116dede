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
 * Sends 125,000 cases of hostile input to a packaged node. Each is answered, none with a 5xx, none
 * puts an exception into the log, and another user's socket notices nothing. {@code
 * -Dlaurel.fuzz.cases=25000} sends fewer.
 */
class FuzzLongIT {
  private static final int CASES = Integer.getInteger("laurel.fuzz.cases", 125_000);

  /** A warning of SmallRye JWT about a malformed {@code groups} claim in a signed token. */
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
  void hostileInputIsAnsweredWithoutServerErrorsAndDisturbsNobodyElse() {
    var node = laurel.baseUri();
    new RestFuzz(node).requests(percent(48));
    new RestFuzz(node).brokenRequests(percent(8));
    new SocketFuzz(node).messages(percent(32));
    new SocketFuzz(node).brokenFrames(percent(4));
    new SocketFuzz(node).upgrades(percent(4));
    new TokenFuzz(node).tokens(percent(4));
    bystander.noticedNothing();
    assertEquals(List.of(), complaints(), "with -Dlaurel.fuzz.seed=" + Fuzz.SEED);
  }

  private static int percent(int share) {
    return CASES / 100 * share;
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
