package dev.laurel.notification;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TightLimitsProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The scheduled job of a node that prunes every second. */
@QuarkusTest
@TestProfile(TightLimitsProfile.class)
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ScheduledPruningTest {
  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject Inbox inbox;
  @Inject MeterRegistry meters;

  private final String alice = Fresh.id("alice");

  @Test
  void pruningHappensByItselfAndIsCounted() throws SQLException {
    // Given
    var backEnd = new CourseBackEnd(node);
    for (int i = 1; i <= 5; i++) {
      backEnd.tell(alice, i);
    }
    assertEquals(5, inbox.head(alice).lastSeq());
    double before = pruned();

    // When
    age();

    // Then
    await().until(() -> inbox.head(alice).firstSeq() == 6);
    await().until(() -> pruned() >= before + 5);
  }

  private double pruned() {
    return meters.get("laurel.notifications.pruned").counter().count();
  }

  /** Makes the log older than it is kept. */
  private void age() throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (var column :
          new String[] {"notification set sent_at", "notification_head set oldest_at"}) {
        statement.execute(
            "update %s = now() - interval '31 days' where user_id = '%s'".formatted(column, alice));
      }
    }
  }
}
