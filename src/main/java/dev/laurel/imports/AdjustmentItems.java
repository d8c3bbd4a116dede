package dev.laurel.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.submission.ResultIntake;
import dev.laurel.submission.SubmissionRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Points given or taken by hand. */
@ApplicationScoped
class AdjustmentItems implements ItemHandler {
  private final ResultIntake intake;

  AdjustmentItems(ResultIntake intake) {
    this.intake = intake;
  }

  @Override
  public ItemType type() {
    return ItemType.ADJUSTMENT;
  }

  @Override
  public Item read(long line, JsonNode json, Importing importing) {
    return ResultItems.item(line, type(), intake.readAdjustment(json, importing.scope(), TYPE));
  }

  @Override
  public boolean comparesItself() {
    return true;
  }

  @Override
  public List<Effect> make(List<Item> items, Importing importing) {
    return intake
        .adjust(items.stream().map(item -> (SubmissionRequest) item.value()).toList())
        .stream()
        .map(ResultItems::effect)
        .toList();
  }
}
