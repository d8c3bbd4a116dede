package dev.laurel.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemReaderTest {
  /** The items of a body, each with its line; an error in place of one that is no item. */
  private static List<String> read(String body) throws IOException {
    var reader = new ItemReader(new ByteArrayInputStream(body.getBytes(UTF_8)));
    var found = new ArrayList<String>();
    for (var item = reader.next(); item.isPresent(); item = reader.next()) {
      var text = item.get();
      found.add(
          text.line()
              + " "
              + (text.error() == null ? new String(text.json(), UTF_8) : text.error().message()));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a};{b}|1 {a},2 {b}",
        ";;{a};  ;{b};|3 {a},5 {b}",
        "[]|''",
        "[ {a} , {b} ]|1 {a},2 {b}",
        ";[{a};;];|1 {a}",
        "[{a},{b}|1 {a},2 {b},3 is missing: the array ends before it is complete",
        "[{a} {b}]|1 {a},2 must follow a comma; nothing is read after it",
        "[{a},7]|1 {a},2 must be an object; nothing is read after it",
        "[{a}]{b}|1 {a},2 is after the end of the array; nothing is read after it",
        "[{~}[\\~{~},{b}]|1 {~}[\\~{~},2 {b}",
        "[{[{}],c},{b}]|1 {[{}],c},2 {b}"
      })
  void aBodyIsSplitIntoItems(String body, String items) throws IOException {
    // When
    var found = read(body.replace(';', '\n').replace('~', '"'));

    // Then
    assertEquals(items.replace('~', '"'), String.join(",", found));
  }

  @Test
  void anItemThatIsTooLongCostsNoOther() throws IOException {
    // Given
    var long1 = "{" + "x".repeat(ItemReader.LONGEST) + "}";

    // When
    var found = read("{a}\n" + long1 + "\n{b}");

    // Then
    assertEquals(List.of("1 {a}", "2 is longer than 4194304 bytes", "3 {b}"), found);
  }
}
