package dev.laurel.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.installation.InstallationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationListTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.700Z");

  private final ErasedUsers erasedUsers =
      new ErasedUsers(new InstallationKey("secret".getBytes(UTF_8)));
  private final RevocationList list = new RevocationList(erasedUsers, Duration.ofSeconds(5));

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T11:00:00Z, true",
    "2026-11-23T12:00:00Z, true",
    "2026-11-23T12:00:05Z, true",
    "2026-11-23T12:00:06Z, false"
  })
  void tokensIssuedUntilTheRevocationAndWithinTheSkewAfterItAreCovered(
      Instant issuedAt, boolean covered) {
    // When
    list.add(List.of(new Revocation("mallory", Revocation.ALL, NOON)));

    // Then
    assertEquals(covered, list.contains(caller(issuedAt, "t")));
  }

  @Test
  void tokensOfAnErasedUserAreCoveredByTheHash() {
    // When
    list.add(List.of(new Revocation(erasedUsers.hash("mallory"), Revocation.ALL, NOON)));

    // Then
    assertTrue(list.contains(caller(NOON, "t")));
    assertFalse(list.contains(caller(NOON.plusSeconds(6), "t")));
  }

  @Test
  void anOlderRevocationChangesNothing() {
    // Given
    list.add(List.of(new Revocation("mallory", Revocation.ALL, NOON)));

    // When
    var users = list.add(List.of(new Revocation("mallory", Revocation.ALL, NOON.minusSeconds(9))));

    // Then
    assertEquals(Set.of(), users);
    assertTrue(list.contains(caller(NOON, null)));
  }

  @Test
  void expiredRevocationsCoverNothing() {
    // Given
    list.add(
        List.of(
            new Revocation("mallory", Revocation.ALL, NOON.minusSeconds(60)),
            new Revocation("mallory", "stolen", NOON)));

    // When
    list.expireBefore(NOON.minusSeconds(1));

    // Then
    assertFalse(list.contains(caller(null, "other")));
    assertTrue(list.contains(caller(null, "stolen")));
    list.expireBefore(NOON.plusSeconds(1));
    assertEquals(0, list.users());
  }

  private static Caller caller(Instant issuedAt, String tokenId) {
    return new Caller("mallory", "mallory", Set.of(), Instant.MAX, issuedAt, tokenId);
  }
}
