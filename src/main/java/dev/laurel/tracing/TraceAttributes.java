package dev.laurel.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/** Attributes of spans. None contains a user id. */
public final class TraceAttributes {
  /** Hints that are published together. */
  public static final AttributeKey<Long> MESSAGES =
      AttributeKey.longKey("messaging.batch.message_count");

  /** Frames for clients. */
  public static final AttributeKey<Long> FRAMES = AttributeKey.longKey("laurel.frames");

  /** The types of those frames. */
  public static final AttributeKey<List<String>> FRAME_TYPES =
      AttributeKey.stringArrayKey("laurel.frame.types");

  /** Sockets of the user on the node. */
  public static final AttributeKey<Long> SOCKETS = AttributeKey.longKey("laurel.sockets");

  /** Milliseconds from {@code graded_at} to the end of the span. */
  public static final AttributeKey<Long> AGE = AttributeKey.longKey("laurel.age_ms");

  /** Submissions of the request. */
  public static final AttributeKey<Long> SUBMISSIONS = AttributeKey.longKey("laurel.submissions");

  /** Submissions that share the transaction. */
  public static final AttributeKey<Long> TRANSACTION_SIZE =
      AttributeKey.longKey("laurel.transaction.size");

  /** The class name of the failure. */
  public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private TraceAttributes() {}

  /**
   * Attributes of a messaging span.
   *
   * @param operation {@code send} or {@code process}, for example
   * @param channels the template of the channels' names
   */
  public static Attributes messaging(String operation, String channels) {
    return Attributes.builder()
        .put("messaging.system", "redis")
        .put("messaging.operation.name", operation)
        .put("messaging.destination.template", channels)
        .build();
  }
}
