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
  void isBehindWhateverItsStateIsTheCauseOf(String state) {
    // Given
    var failure = new IllegalStateException(new RuntimeException(new SQLException("x", state)));

    // Then
    assertTrue(LostDatabase.behind(failure).isPresent());
  }

  @Test
  void isBehindACommitThatFailedForIt() {
    // Given
    var failure = new IllegalStateException("could not commit");
    failure.addSuppressed(new RuntimeException(new SQLException("terminated", "57P01")));

    // Then
    assertTrue(LostDatabase.behind(failure).isPresent());
  }

  @Test
  void isNotBehindAConstraintThatIsBroken() {
    assertFalse(
        LostDatabase.behind(new RuntimeException(new SQLException("x", "23505"))).isPresent());
  }

  @Test
  void comesToAnEndWithFailuresThatAreEachOthersCause() {
    // Given
    var one = new RuntimeException("one");
    var other = new RuntimeException("other", one);
    one.initCause(other);

    // Then
    assertFalse(LostDatabase.behind(one).isPresent());
  }
}
