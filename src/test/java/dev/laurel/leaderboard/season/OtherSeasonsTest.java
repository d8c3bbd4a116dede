package dev.laurel.leaderboard.season;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.me;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts what a submission reads, which a test of time could not tell from a busy machine. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class OtherSeasonsTest {
  private static final int MANY = 2_000;

  @Inject DataSource database;
  @Inject RowsRead rows;

  private TestSql sql;
  private final String prefix = Fresh.id("other");

  @BeforeEach
  void connect() {
    sql = new TestSql(database);
  }

  @AfterEach
  void removeSeasons() throws SQLException {
    rows.stop();
    sql.execute("delete from season where starts_with(id, ?)", prefix);
  }

  @Test
  void aSubmissionReadsNoMoreSeasonsWhenOtherClassesHaveThousandsOfOpenOnes() throws SQLException {
    // Given
    sql.execute(
        """
        insert into season (id, name, problem_ids, starts_at, weekly)
        values (? || '-all', 'Of everybody', '{none}', now() - interval '1 day', false)""",
        prefix);
    long before = seasonsOfSubmission();

    // When
    sql.execute(
        """
        insert into season (id, class_id, name, starts_at, ends_at, weekly)
        select ? || i, ? || i % 100, 'S', now() - interval '1 day', now() + interval '9 days', false
        from generate_series(1, ?::int) i\
        """,
        prefix, prefix, Integer.toString(MANY));
    sql.execute("analyze season");

    // Then
    assertTrue(before > 0);
    long after = seasonsOfSubmission();
    assertTrue(after < before + MANY / 20, () -> before + " seasons, then " + after);
  }

  private long seasonsOfSubmission() {
    // The least of a few, since a transaction may also be the first after something else changed.
    return IntStream.range(0, 5).mapToLong(i -> seasonsOfOne()).min().orElseThrow();
  }

  private long seasonsOfOne() {
    var user = Fresh.id("ada");
    var submission = SubmissionJson.practice(user).with("class_id", Fresh.id("c")).score(40);
    long read = rows.of(user, () -> accept(submission));
    assertEquals(40, me(user).getInt("total_points"));
    return read;
  }
}
