package dev.laurel.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.semconv.UrlAttributes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Keeps addresses out of spans, as they begin: tokens and tickets stand in queries, and ids of
 * users in paths. The name and {@code http.route} say what was asked for.
 */
@Singleton
class UrlRedaction implements SpanProcessor {
  private static final String REDACTED = "REDACTED";
  private static final List<AttributeKey<String>> ADDRESSES =
      List.of(UrlAttributes.URL_FULL, UrlAttributes.URL_PATH, UrlAttributes.URL_QUERY);

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    for (var address : ADDRESSES) {
      if (span.getAttribute(address) != null) {
        span.setAttribute(address, REDACTED);
      }
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    // What comes later, such as the status, has no address in it.
  }

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
