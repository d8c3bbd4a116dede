package dev.laurel.gradebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import dev.laurel.gradebook.GradebookPage.Cell;
import dev.laurel.gradebook.GradebookPage.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A gradebook as CSV: a line for each student, and a column for each problem with its points. */
final class GradebookTable {
  private static final CsvMapper CSV = new CsvMapper();

  private record Column(String source, String id) {
    static final Comparator<Column> ORDER =
        Comparator.comparing(Column::source).thenComparing(Column::id);

    static Column of(Cell cell) {
      return new Column(cell.source(), cell.problemId());
    }
  }

  private GradebookTable() {}

  static String of(List<Row> students) {
    var titles = new TreeMap<Column, String>(Column.ORDER);
    students.stream()
        .flatMap(row -> row.results().stream())
        .forEach(cell -> titles.putIfAbsent(Column.of(cell), cell.title()));
    var lines = new ArrayList<List<String>>();
    lines.add(
        Stream.concat(
                Stream.of("id", "username", "section", "total_points", "adjustments"),
                titles.entrySet().stream()
                    .map(
                        problem ->
                            "%s (%s/%s)"
                                .formatted(
                                    problem.getValue(),
                                    problem.getKey().source(),
                                    problem.getKey().id())))
            .map(GradebookTable::plain)
            .toList());
    students.forEach(row -> lines.add(line(row, titles.keySet())));
    try {
      return CSV.writeValueAsString(lines);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> line(Row row, Collection<Column> problems) {
    var cells = new HashMap<Column, Cell>();
    row.results().forEach(cell -> cells.put(Column.of(cell), cell));
    var line = new ArrayList<String>();
    line.add(plain(row.user().id()));
    line.add(plain(row.user().username()));
    line.add(row.section() == null ? "" : plain(row.section()));
    line.add(points(row.totalPoints()));
    line.add(points(row.adjustments()));
    problems.forEach(
        problem -> line.add(cells.containsKey(problem) ? points(cells.get(problem).points()) : ""));
    return line;
  }

  private static String points(long hundredths) {
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }

  /**
   * Text that no spreadsheet takes for a formula: students choose names, and instructors open this.
   */
  private static String plain(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
