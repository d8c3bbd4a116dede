package dev.laurel.submission;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of submissions. */
@ConfigMapping(prefix = "laurel.submissions")
public interface SubmissionConfig {
  /** Fraction of the maximum score that completes a problem. */
  @WithDefault("0.5")
  @DecimalMin("0")
  @DecimalMax("1")
  double passMark();

  /** How many submissions may wait on a node; further ones get 503. */
  @WithDefault("10000")
  @Positive
  int queue();

  /**
   * How long a result is kept after it was received. Forever unless set. Points, streaks and
   * achievements stay, and so do results that an open season counts. An expired result cannot be
   * regraded; sent again it is a {@code duplicate} without its earlier answer.
   */
  Optional<@DurationMin(days = 1) @WithConverter(DurationWithUnit.class) Duration> retention();
}
