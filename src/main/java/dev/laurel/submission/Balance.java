package dev.laurel.submission;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.LocalDate;

/**
 * Numbers from elsewhere of which the results are not known, besides their points.
 *
 * @param completions exercises completed
 * @param streak the days of the streak that ended, or ends, on {@code lastDay}; 0 without one
 * @param lastDay null without a streak
 * @param longest the days of the longest streak of all time
 */
public record Balance(int completions, int streak, LocalDate lastDay, int longest) {
  private static final String NO_DAY = "-";

  /** The numbers as the database has them; null for null. */
  public static String text(Balance balance) {
    return balance == null
        ? null
        : "%d %d %s %d"
            .formatted(
                balance.completions,
                balance.streak,
                balance.lastDay == null ? NO_DAY : balance.lastDay,
                balance.longest);
  }

  /** Reads what {@link #text} has made. */
  public static Balance parse(String text) {
    if (text == null) {
      return null;
    }
    var parts = text.split(" ");
    return new Balance(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        parts[2].equals(NO_DAY) ? null : LocalDate.parse(parts[2]),
        Integer.parseInt(parts[3]));
  }

  /** Keeps the numbers in one column of text. */
  @Converter(autoApply = true)
  static class Column implements AttributeConverter<Balance, String> {
    @Override
    public String convertToDatabaseColumn(Balance balance) {
      return text(balance);
    }

    @Override
    public Balance convertToEntityAttribute(String text) {
      return parse(text);
    }
  }
}
