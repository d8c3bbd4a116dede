package dev.laurel.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class VerificationKeysTest {
  @Test
  void theErrorForAShortSecretNamesTheSetting() {
    // When
    var refusal =
        assertThrows(
            ConfigurationException.class, () -> VerificationKeys.secretKey("x".repeat(31)));

    // Then
    assertTrue(refusal.getMessage().contains("laurel.auth.hs256-secret"), refusal.getMessage());
  }

  @Test
  void aSecretIsMeasuredInBytes() {
    // When
    var key = VerificationKeys.secretKey("é".repeat(16));

    // Then
    assertEquals(32, key.getEncoded().length);
  }
}
