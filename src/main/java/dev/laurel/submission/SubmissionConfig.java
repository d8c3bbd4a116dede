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

  /** How many submissions of a batch share a transaction; default 100. */
  @WithDefault("100")
  @Positive
  int transactionSize();
}
