/**
 * Accepts results from graders, grades them in transactions, and fires {@link
 * dev.laurel.submission.SubmissionGraded} for each that counts. Uses its results, {@code course},
 * {@code course.team}, {@code rules}, {@code audit}, the standings of leaderboard and the log of
 * {@code notification}; it knows none of the observers that make points, streaks and achievements
 * of a result. Start with {@code SubmissionsResource}, {@link
 * dev.laurel.submission.SubmissionService} and {@code Grading}.
 */
package dev.laurel.submission;
