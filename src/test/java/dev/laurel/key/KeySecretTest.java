package dev.laurel.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class KeySecretTest {
  private final SecureRandom random = new SecureRandom();

  @RepeatedTest(20)
  void aGeneratedKeyHasTheFormThatScannersLookFor() {
    // When
    var key = KeySecret.generate(random);

    // Then
    assertTrue(key.matches("lrl_[0-9A-Za-z]{49}"), key);
    assertTrue(KeySecret.isWellFormed(key), key);
  }

  @RepeatedTest(20)
  void aMistypedCharacterIsRecognised() {
    // Given
    var key = KeySecret.generate(random);
    int at = 4 + random.nextInt(key.length() - 4);
    char typed = key.charAt(at) == 'x' ? 'y' : 'x';

    // Then
    assertFalse(KeySecret.isWellFormed(key.substring(0, at) + typed + key.substring(at + 1)));
  }

  @Test
  void anIncompleteKeyIsRecognised() {
    // Given
    var key = KeySecret.generate(random);

    // Then
    assertFalse(KeySecret.isWellFormed(key.substring(0, key.length() - 1)));
    assertFalse(KeySecret.isWellFormed(key + "0"));
    assertFalse(KeySecret.isWellFormed("lrl_"));
  }

  /** What scanners are told of the format must not change. */
  @Test
  void theChecksumIsCrc32InBase62() {
    assertTrue(KeySecret.isWellFormed("lrl_" + "0".repeat(43) + "2CZclj"));
  }

  @Test
  void theHashIsSha256() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", KeySecret.hash("abc"));
  }
}
