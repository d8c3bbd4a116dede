package dev.laurel.security.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class KeyFormatsTest {
  @Test
  void theErrorForAShortSecretNamesTheSettingAndNotTheSecret() {
    // When
    var refusal =
        assertThrows(
            ConfigurationException.class,
            () -> KeyFormats.secrets("x".repeat(31), "laurel.auth.hs256-secret"));

    // Then
    assertTrue(refusal.getMessage().contains("laurel.auth.hs256-secret"), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("xxx"), refusal.getMessage());
  }

  @Test
  void aSecretIsMeasuredInBytes() {
    // When
    var keys = KeyFormats.secrets("é".repeat(16), "test");

    // Then
    assertEquals(32, keys.get(0).key().getEncoded().length);
  }

  @Test
  void eachLineIsASecret() {
    // When
    var keys = KeyFormats.secrets("a".repeat(32) + "\r\n\n" + " b".repeat(16) + "\n", "test");

    // Then
    assertEquals(2, keys.size());
    assertEquals(" b".repeat(16), new String(keys.get(1).key().getEncoded()));
  }

  @Test
  void aFileWithoutAKeyIsRefused() {
    assertThrows(ConfigurationException.class, () -> KeyFormats.publicKeys("", "test"));
    assertThrows(
        ConfigurationException.class, () -> KeyFormats.publicKeys("{\"keys\":[]}", "test"));
    assertThrows(ConfigurationException.class, () -> KeyFormats.secrets("\n", "test"));
  }

  @Test
  void aSecretInAJwksIsNoKey() {
    // Given
    var secret = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + "A".repeat(43) + "\"}]}";

    // Then
    assertThrows(ConfigurationException.class, () -> KeyFormats.publicKeys(secret, "test"));
  }
}
