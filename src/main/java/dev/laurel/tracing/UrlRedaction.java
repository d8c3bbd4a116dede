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
 * Redacts addresses when spans start: queries contain tokens and tickets, and paths contain user
 * ids. The span's name and {@code http.route} remain.
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
    // Attributes set later, such as the status, contain no address.
  }

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
