package dev.laurel.course.roster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.laurel.course.Role;
import dev.laurel.course.roster.Roster.Member;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Rosters as CSV: a line of column names, separated by commas or semicolons, then a member on each
 * line. Empty fields are left out; without a role a member is a student. A byte order mark, as
 * spreadsheets write it, is skipped.
 */
@ApplicationScoped
class RosterTable {
  private static final List<String> COLUMNS =
      List.of("id", "username", "role", "section", "display_name", "team", "team_name");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final CsvMapper csv =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();
  private final ObjectMapper mapper;
  private final ValidatingReader reader;

  RosterTable(ObjectMapper mapper, ValidatingReader reader) {
    this.mapper = mapper;
    this.reader = reader;
  }

  /**
   * @throws ProblemException 400 with the wrong column, or each wrong member: {@code
   *     members[0].role} is in the line after the names of the columns
   */
  Roster read(String table, String name, String timeZone) {
    var roster = mapper.createObjectNode().put("name", name).put("time_zone", timeZone);
    var members = roster.putArray("members");
    var text = table.startsWith(BYTE_ORDER_MARK) ? table.substring(1) : table;
    requireUtf8(text);
    var first = text.lines().findFirst().orElse("");
    char separator = first.contains(";") && !first.contains(",") ? ';' : ',';
    try (MappingIterator<Map<String, String>> rows =
        csv.readerFor(Map.class)
            .with(CsvSchema.emptySchema().withHeader().withColumnSeparator(separator))
            .readValues(text)) {
      boolean checked = false;
      // Not hasNext() and next(), whose exceptions are unchecked.
      while (members.size() <= RosterRequest.MAX_MEMBERS && rows.hasNextValue()) {
        var row = rows.nextValue();
        if (!checked) {
          requireKnown((CsvSchema) rows.getParserSchema());
          checked = true;
        }
        members.add(member(row));
      }
      if (!checked) {
        requireKnown((CsvSchema) rows.getParserSchema());
      }
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(
          "line " + Math.max(1, e.getLocation().getLineNr()),
          "must be a line of CSV: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail to be read", e);
    }
    return reader.read(roster, Roster.class);
  }

  /** Bytes that are no UTF-8 were replaced: an id with them would be another user's. */
  private static void requireUtf8(String text) {
    int broken = text.indexOf('\uFFFD');
    if (broken >= 0) {
      long line = 1 + text.substring(0, broken).chars().filter(any -> any == '\n').count();
      throw ProblemException.badRequest("line " + line, "must be encoded in UTF-8");
    }
  }

  private ObjectNode member(Map<String, String> row) {
    var member = mapper.createObjectNode().put("role", Role.student.name());
    row.forEach(
        (column, value) -> {
          if (value != null && !value.isEmpty()) {
            member.put(column, value);
          }
        });
    return member;
  }

  private static void requireKnown(CsvSchema header) {
    var seen = new HashSet<String>();
    for (var column : header) {
      if (!seen.add(column.getName())) {
        throw ProblemException.badRequest(column.getName(), "is a column twice");
      }
      if (!COLUMNS.contains(column.getName())) {
        throw ProblemException.badRequest(
            column.getName(), "is no column of rosters, which are " + COLUMNS);
      }
    }
  }

  String write(Roster roster) {
    var schema = CsvSchema.builder();
    COLUMNS.forEach(schema::addColumn);
    var rows = roster.members().stream().map(RosterTable::row).toList();
    try {
      return csv.writer(schema.build().withHeader()).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> row(Member member) {
    return Arrays.asList(
        member.id(),
        member.username(),
        member.role().name(),
        member.section(),
        member.displayName(),
        member.team(),
        member.teamName());
  }
}
