/**
 * Accepts results from graders and fires {@link dev.laurel.submission.SubmissionGraded} for each
 * that counts. Uses course, the standings and the notification log, and none of its observers.
 * Start with {@link dev.laurel.submission.SubmissionsResource}, {@link
 * dev.laurel.submission.SubmissionService} and {@link dev.laurel.submission.grading.Grading}.
 */
package dev.laurel.submission;
