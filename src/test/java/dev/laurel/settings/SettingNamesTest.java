package dev.laurel.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {
  private static final Set<String> KNOWN =
      Set.of(
          "laurel.audit.retention",
          "laurel.auth.sources.*.user-claim",
          "laurel.http.origins",
          "laurel.realtime.board-tick");

  @ParameterizedTest
  @CsvSource({
    "LAUREL_AUDIT_RETENSION, LAUREL_AUDIT_RETENTION",
    "LAUREL_ORIGINS, LAUREL_HTTP_ORIGINS",
    "LAUREL_REALTIME_BOARDTICK, LAUREL_REALTIME_BOARD_TICK",
    "laurel.realtime.boardtick, laurel.realtime.board-tick",
    "laurel.http.origin, laurel.http.origins",
    "laurel.auth.sources.campus.userclam, laurel.auth.sources.*.user-claim",
  })
  void misspeltSettingIsNamedWithTheNearestOne(String written, String nearest) {
    assertEquals(
        List.of(written + " is not a setting; the nearest is " + nearest),
        SettingNames.warnings(Set.of(written), KNOWN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LAUREL_AUDIT_RETENTION",
        "LAUREL_AUTH_SOURCES_CAMPUS_USER_CLAIM",
        "laurel.auth.sources.campus.user-claim",
        "laurel.realtime.board-tick",
        "laurel.realtime.board.tick",
        "LAUREL_SERVICE_HOST",
        "LAUREL_SERVICE_PORT_HTTP",
        "LAUREL_PORT",
        "LAUREL_PORT_8080_TCP_ADDR",
        "LAUREL_METRICS_SERVICE_HOST",
        "QUARKUS_HTTP_PORT",
        "LAURELS",
      })
  void settingsAndVariablesOfOthersAreNotReported(String written) {
    assertEquals(List.of(), SettingNames.warnings(Set.of(written), KNOWN));
  }

  @Test
  void misspeltVariableIsReportedOnceThoughItIsAPropertyToo() {
    assertEquals(
        List.of("LAUREL_HTTP_ORIGIN is not a setting; the nearest is LAUREL_HTTP_ORIGINS"),
        SettingNames.warnings(Set.of("LAUREL_HTTP_ORIGIN", "laurel.http.origin"), KNOWN));
  }
}
