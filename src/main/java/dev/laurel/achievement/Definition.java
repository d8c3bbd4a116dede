package dev.laurel.achievement;

import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import dev.laurel.notification.Frame;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;

/**
 * An achievement that can be earned, on the wire and within the room. Once a user has earned it, it
 * is an achievement of the user's.
 *
 * @param badgeType by which clients choose a picture
 * @param points of the achievement itself, in hundredths
 * @param active whether it can be earned now, true by default; users who have it keep it
 */
@Embeddable
@RegisterForReflection
record Definition(
    @Column(insertable = false, updatable = false) @NotNull @Identifier @Size(max = 64) String id,
    @NotNull @Text @Size(max = 200) String name,
    @NotNull @Text @Size(max = 1000) String description,
    @NotNull @Identifier @Size(max = 64) String badgeType,
    @NotNull @Enumerated(EnumType.STRING) Rarity rarity,
    @NotNull @Hundredths(min = 0, max = 1_000_000) Integer points,
    @NotNull @Valid @Embedded Criteria criteria,
    Boolean active) {

  /**
   * The condition for earning it.
   *
   * @param threshold the least measure, in whole points for {@link Criterion#points}
   */
  @Embeddable
  record Criteria(
      @NotNull @Enumerated(EnumType.STRING) @Column(name = "criterion") Criterion type,
      @NotNull @Min(1) Long threshold) {}

  Definition {
    active = active == null || active;
  }

  boolean isMetBy(Progress progress) {
    return criteria.type().measure(progress) >= criteria.threshold();
  }

  /** The achievement as it is shown to a user who earned it. */
  Frame.Achievement earned(Instant at) {
    return new Frame.Achievement(id, name, description, badgeType, rarity.name(), at);
  }
}
