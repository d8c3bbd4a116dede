/**
 * Handles submissions within their transaction. Uses course, the results, the standings and the
 * notification log; it knows none of the observers that make points, streaks and achievements of a
 * result. Start with {@link dev.laurel.submission.grading.Grading}.
 */
package dev.laurel.submission.grading;
