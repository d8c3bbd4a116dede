package dev.laurel.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Parsed;
import dev.laurel.errors.ValidatingReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes in what graders send, item by item, so that one broken item costs no other. */
@ApplicationScoped
class SubmissionIntake {
  private final ValidatingReader reader;
  private final SubmissionService service;
  private final SubmissionMetrics metrics;
  private final Clock clock;

  SubmissionIntake(
      ValidatingReader reader, SubmissionService service, SubmissionMetrics metrics, Clock clock) {
    this.reader = reader;
    this.service = service;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Submits what is valid and rejects the rest. Does not block.
   *
   * @return the outcomes, in the order of the items
   */
  CompletionStage<List<Outcome>> submit(Iterable<JsonNode> items) {
    var outcomes = new ArrayList<Outcome>();
    var valid = new ArrayList<SubmissionRequest>();
    var places = new ArrayList<Integer>();
    for (var item : items) {
      var parsed = read(item);
      if (parsed instanceof Parsed.Valid<SubmissionRequest> submission) {
        places.add(outcomes.size());
        valid.add(submission.value());
        outcomes.add(null);
      } else if (parsed instanceof Parsed.Invalid<SubmissionRequest> invalid) {
        metrics.settled(Outcome.Status.rejected);
        outcomes.add(rejected(item, invalid.errors()));
      }
    }
    return service
        .submit(valid)
        .thenApply(
            submitted -> {
              for (int i = 0; i < places.size(); i++) {
                outcomes.set(places.get(i), submitted.get(i));
              }
              return outcomes;
            });
  }

  private Parsed<SubmissionRequest> read(JsonNode item) {
    var parsed = reader.parse(item, SubmissionRequest.class);
    if (parsed instanceof Parsed.Valid<SubmissionRequest> submission) {
      var errors = submission.value().contradictions(clock.instant());
      return errors.isEmpty() ? parsed : new Parsed.Invalid<>(errors);
    }
    return parsed;
  }

  private static Outcome rejected(JsonNode item, List<FieldError> errors) {
    var id = item.path("submission_id");
    var revision = item.path("revision");
    return Outcome.rejected(
        id.isTextual() ? id.textValue() : null,
        revision.isInt() ? revision.intValue() : null,
        errors);
  }
}
