/**
 * Accepts results from graders and fires {@link dev.laurel.submission.SubmissionGraded} for each
 * that counts. Uses its own grading, {@code course} and the frames of {@code notification}, and
 * none of its observers. Start with {@link dev.laurel.submission.SubmissionsResource} and {@link
 * dev.laurel.submission.SubmissionService}.
 */
package dev.laurel.submission;
