package dev.laurel.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/** The names of what spans carry. No id of a user is among them. */
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

  /** The class of what went wrong. */
  public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private TraceAttributes() {}

  /**
   * What is said of messages.
   *
   * @param operation what is done with them
   * @param channels the template of the names of their channels
   */
  public static Attributes messaging(String operation, String channels) {
    return Attributes.builder()
        .put("messaging.system", "redis")
        .put("messaging.operation.name", operation)
        .put("messaging.destination.template", channels)
        .build();
  }
}
