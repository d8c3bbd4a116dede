package dev.laurel.submission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;

/** Settings of the way in. */
@ConfigMapping(prefix = "laurel.submissions")
interface SubmissionConfig {
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
}
