package dev.laurel.submission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the way in. */
@ConfigMapping(prefix = "laurel.submissions")
public interface SubmissionConfig {
  /** The part of the maximum score that completes a problem, 0 to 1; default 0.5. */
  @WithDefault("0.5")
  @DecimalMin("0")
  @DecimalMax("1")
  double passMark();

  /** The most submissions in one request; default 1,000. */
  @WithDefault("1000")
  @Positive
  int maxBatch();

  /** The most submissions that share a transaction; default 200. */
  @WithDefault("200")
  @Positive
  int transactionSize();

  /** How many transactions of submissions a node has under way at once; default 2. */
  @WithDefault("2")
  @Positive
  int writers();

  /** How many submissions may wait on a node; further ones are answered 503; default 10,000. */
  @WithDefault("10000")
  @Positive
  int queue();

  /**
   * How long a result is kept after it was received; forever unless set. What was made of it stays.
   * One that is not kept any more cannot be regraded; sent again it is a duplicate, without what it
   * brought.
   */
  Optional<@DurationMin(days = 1) Duration> retention();

  /** How long after a pruning of results the next begins; default 6 h. */
  @WithDefault("6h")
  @DurationMin(millis = 100)
  Duration pruneInterval();

  /** How many results are deleted at once, while their user is locked; default 500. */
  @WithDefault("500")
  @Positive
  int pruneChunk();
}
