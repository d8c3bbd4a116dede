/**
 * The attributes of OpenTelemetry spans, trace contexts that travel with hints, and the redaction
 * of addresses, which contain tokens and user ids.
 *
 * <p>It uses no other room. Start reading at {@link dev.laurel.tracing.TraceAttributes}.
 */
package dev.laurel.tracing;
