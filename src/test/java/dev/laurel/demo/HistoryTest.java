package dev.laurel.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.submission.SubmissionRequest;
import jakarta.validation.Validation;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void historyHasTheSameIdsAndScoresOnEveryDay() {
    // Given
    var students = DemoClass.students();

    // When
    var today = History.of(students, TODAY);
    var later = History.of(students, TODAY.plusDays(100));

    // Then
    assertEquals(sortedIds(today), sortedIds(later));
    assertEquals(today.size(), new HashSet<>(sortedIds(today)).size());
  }

  @Test
  void historyEndsBeforeTodayAndIsInOrder() {
    // Given
    var midnight = TODAY.atStartOfDay(DemoClass.TIME_ZONE).toInstant();

    // When
    var history = History.of(DemoClass.students(), TODAY);

    // Then
    assertTrue(history.stream().allMatch(submission -> submission.gradedAt().isBefore(midnight)));
    assertEquals(
        history.stream().sorted(Comparator.comparing(SubmissionRequest::gradedAt)).toList(),
        history);
  }

  @Test
  void historySpansWeeksAndAllStudents() {
    // When
    var history = History.of(DemoClass.students(), TODAY);

    // Then
    var span =
        Duration.between(history.get(0).gradedAt(), history.get(history.size() - 1).gradedAt());
    assertTrue(span.toDays() >= 20, () -> span.toDays() + " days");
    assertEquals(
        DemoClass.students().size(),
        history.stream().map(submission -> submission.user().id()).distinct().count());
  }

  @Test
  void historyIsValidAsSubmissionsOfAGrader() {
    // Given
    try (var validators = Validation.buildDefaultValidatorFactory()) {
      var validator = validators.getValidator();

      // When
      var history = History.of(DemoClass.students(), TODAY);

      // Then
      assertTrue(history.stream().allMatch(one -> validator.validate(one).isEmpty()));
    }
  }

  private static List<String> sortedIds(List<SubmissionRequest> submissions) {
    return submissions.stream().map(SubmissionRequest::submissionId).sorted().toList();
  }
}
