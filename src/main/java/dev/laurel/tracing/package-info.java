/**
 * The attributes of OpenTelemetry spans, trace contexts that travel with hints, and the redaction
 * of addresses, which contain tokens and user ids. Uses no other room. Start with {@link
 * dev.laurel.tracing.TraceAttributes} and {@link dev.laurel.tracing.TraceParent}.
 */
package dev.laurel.tracing;
