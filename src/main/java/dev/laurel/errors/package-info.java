/**
 * Turns every failure of a request into a problem document (RFC 9457), and checks JSON, constraints
 * and parameters so that the document names each invalid field. Uses {@link dev.laurel.outage} and
 * {@link dev.laurel.settings} only; resources of all rooms use it. Start with {@link
 * dev.laurel.errors.ProblemException} to report an error, and with {@code ProblemTranslator} to see
 * how failures are mapped.
 */
package dev.laurel.errors;
