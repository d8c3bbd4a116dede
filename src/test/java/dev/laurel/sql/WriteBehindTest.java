package dev.laurel.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteBehindTest {
  private record Row(String key, int value) {}

  private static final class Rows extends WriteBehind<String, Row> {
    final List<List<Row>> writes = new ArrayList<>();

    @Override
    protected String keyOf(Row row) {
      return row.key();
    }

    @Override
    protected void write(List<Row> changed) {
      writes.add(changed);
    }
  }

  private final Rows rows = new Rows();

  @Test
  void aRememberedRowIsFoundAndNotWritten() {
    rows.remember(List.of(new Row("a", 1)));
    rows.flush();

    assertEquals(Optional.of(new Row("a", 1)), rows.find("a"));
    assertEquals(Optional.empty(), rows.find("b"));
    assertEquals(List.of(), rows.writes);
  }

  @Test
  void aRowChangedTwiceIsWrittenOnceAsItIsAtTheFlush() {
    rows.remember(List.of(new Row("a", 1)));
    rows.change(new Row("a", 2));
    rows.change(new Row("b", 1));
    rows.change(new Row("a", 3));
    rows.flush();

    assertEquals(List.of(List.of(new Row("a", 3), new Row("b", 1))), rows.writes);
    assertEquals(Optional.of(new Row("a", 3)), rows.find("a"));
  }

  @Test
  void aSecondFlushWritesOnlyLaterChanges() {
    rows.change(new Row("a", 1));
    rows.flush();
    rows.flush();
    rows.change(new Row("b", 1));
    rows.flush();

    assertEquals(List.of(List.of(new Row("a", 1)), List.of(new Row("b", 1))), rows.writes);
  }
}
