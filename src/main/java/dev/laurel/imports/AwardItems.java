package dev.laurel.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.achievement.ImportedAwards;
import dev.laurel.achievement.ImportedAwards.Award;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Achievements that users have earned already. */
@ApplicationScoped
class AwardItems implements ItemHandler {
  private final ValidatingReader reader;
  private final ImportedAwards awards;
  private final Clock clock;

  AwardItems(ValidatingReader reader, ImportedAwards awards, Clock clock) {
    this.reader = reader;
    this.awards = awards;
    this.clock = clock;
  }

  @Override
  public ItemType type() {
    return ItemType.ACHIEVEMENT;
  }

  @Override
  public Item read(long line, JsonNode json, Importing importing) {
    var award = reader.read(json, Award.class, TYPE);
    if (award.earnedAt().isAfter(clock.instant())) {
      throw ProblemException.badRequest("earned_at", "must not be in the future");
    }
    if (importing.scope().isLimited()) {
      throw ProblemException.badRequest("", "is for keys of all classes");
    }
    return new Item(
        line, type(), Item.nameOf(award.userId(), award.achievementId()), award.userId(), award);
  }

  @Override
  public List<Effect> make(List<Item> items, Importing importing) {
    return awards.make(items.stream().map(item -> (Award) item.value()).toList()).stream()
        .map(
            outcome ->
                outcome.error() != null
                    ? Effect.refused(List.of(outcome.error()))
                    : outcome.made() ? Effect.CREATED : Effect.UNCHANGED)
        .toList();
  }
}
