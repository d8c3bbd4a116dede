package dev.laurel.outage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostDatabaseTest {
  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "57P03", "53300", "57014", "25006"})
  void failureCausedByALostDatabaseStateIsRecognized(String state) {
    // Given
    var failure = new IllegalStateException(new RuntimeException(new SQLException("x", state)));

    // Then
    assertTrue(LostDatabase.find(failure).isPresent());
  }

  @Test
  void failedCommitWithTheReasonSuppressedIsRecognized() {
    // Given
    var failure = new IllegalStateException("could not commit");
    failure.addSuppressed(new RuntimeException(new SQLException("terminated", "57P01")));

    // Then
    assertTrue(LostDatabase.find(failure).isPresent());
  }

  @Test
  void brokenConstraintIsNotALostDatabase() {
    assertFalse(
        LostDatabase.find(new RuntimeException(new SQLException("x", "23505"))).isPresent());
  }

  @Test
  void failuresThatCauseEachOtherEndTheSearch() {
    // Given
    var one = new RuntimeException("one");
    var other = new RuntimeException("other", one);
    one.initCause(other);

    // Then
    assertFalse(LostDatabase.find(one).isPresent());
  }
}
