package dev.laurel.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String ANSWER =
      """
      {"total_points":12.5,"count":3,"long":9007199254740991,"closed":false,"none":null,
       "user":{"id":"u-1","tags":["a","b"]},
       "entries":[{"rank":1,"user":{"id":"u-1"},"points":80.25,"badges":[{"id":"x"},{"id":"y"}]},
                  {"rank":1,"user":{"id":"u-2"},"points":80,"badges":[]},
                  {"rank":3,"user":{"id":"u-3"},"points":null}],
       "empty":[]}""";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "total_points",
        "count",
        "long",
        "closed",
        "none",
        "absent",
        "none.id",
        "absent.id",
        "user",
        "user.id",
        "user.tags",
        "user.tags[1]",
        "user.absent",
        "entries",
        "entries.rank",
        "entries.points",
        "entries.user.id",
        "entries.badges.id",
        "entries.absent",
        "entries[0]",
        "entries[2].user.id",
        "entries[0].badges[1].id",
        "empty",
        "empty.id",
        "entries.size()",
        "entries.find { it.rank == 3 }.user.id",
        "entries.findAll { it.rank == 1 }.points"
      })
  void aPathLeadsWhereRestAssuredFindsIt(String path) {
    assertEquals(JsonPath.from(ANSWER).<Object>get(path), Json.of(ANSWER).<Object>get(path));
  }
}
