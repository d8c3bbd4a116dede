package dev.laurel.reconciliation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import dev.laurel.reconciliation.ReconciliationPage.Comparison;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The comparison of a class as CSV: a line for each student. */
final class ReconciliationTable {
  private static final CsvMapper CSV = new CsvMapper();
  private static final List<String> HEAD =
      List.of(
          "id",
          "username",
          "equal",
          "points",
          "reported_points",
          "completions",
          "reported_completions",
          "achievements",
          "reported_achievements",
          "streak",
          "reported_streak",
          "rank",
          "reported_rank",
          "explanations");

  private ReconciliationTable() {}

  static String of(List<Comparison> students) {
    var lines = new ArrayList<List<String>>();
    lines.add(HEAD);
    students.forEach(student -> lines.add(line(student)));
    try {
      return CSV.writeValueAsString(lines);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> line(Comparison student) {
    var line = new ArrayList<String>();
    line.add(plain(student.user().id()));
    line.add(plain(student.user().username()));
    line.add(String.valueOf(student.equal()));
    var reported = values(student.reported());
    var computed = values(student.computed());
    for (int i = 0; i < computed.size(); i++) {
      line.add(computed.get(i));
      line.add(reported.get(i));
    }
    line.add(
        student.explanations().stream()
            .map(ReconciliationTable::text)
            .collect(Collectors.joining("; ")));
    return line;
  }

  private static List<String> values(Side side) {
    return side == null
        ? List.of("", "", "", "", "")
        : List.of(
            points(side.points()),
            Objects.toString(side.completions(), ""),
            side.achievements() == null ? "" : String.valueOf(side.achievements().size()),
            side.streak() == null ? "" : Objects.toString(side.streak().current(), ""),
            Objects.toString(side.rank(), ""));
  }

  private static String text(Explanation explanation) {
    var text = new StringBuilder(explanation.code().name());
    append(text, explanation.field());
    append(text, explanation.points() == null ? null : points(explanation.points()));
    append(text, explanation.count());
    append(
        text,
        explanation.achievements() == null ? null : String.join(" ", explanation.achievements()));
    return text.toString();
  }

  private static void append(StringBuilder text, Object detail) {
    if (detail != null) {
      text.append(' ').append(detail);
    }
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
