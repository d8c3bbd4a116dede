package dev.laurel.achievement;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import dev.laurel.notification.Frame;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;

/**
 * Something to be earned, on the wire and within the room.
 *
 * @param badgeType what clients choose a picture by
 * @param points that come with it
 * @param active whether it can be earned now, true unless given; those who have it keep it
 */
@RegisterForReflection
record Definition(
    @NotNull @Identifier @Size(max = 64) String id,
    @NotNull @Text @Size(max = 200) String name,
    @NotNull @Text @Size(max = 1000) String description,
    @NotNull @Identifier @Size(max = 64) String badgeType,
    @NotNull Rarity rarity,
    @NotNull @Min(0) @Max(1_000_000) Integer points,
    @NotNull @Valid Criteria criteria,
    Boolean active) {

  /**
   * When it is earned.
   *
   * @param threshold how much of what is counted it takes
   */
  @RegisterForReflection
  record Criteria(@NotNull Criterion type, @NotNull @Min(1) Long threshold) {}

  Definition {
    active = active == null || active;
  }

  /** Whether the user has done enough for it. */
  boolean isMetBy(Progress progress) {
    return criteria.type().measure(progress) >= criteria.threshold();
  }

  /** The achievement as those who earned it see it. */
  Frame.Achievement earned(Instant at) {
    return new Frame.Achievement(id, name, description, badgeType, rarity.name(), at);
  }
}
