/**
 * Handles submissions within their transaction. Uses the requests and results of submission, {@code
 * course}, the standings of leaderboard and the log of {@code notification}; it knows none of the
 * observers that make points, streaks and achievements of a result. Start with {@link
 * dev.laurel.submission.grading.Grading}.
 */
package dev.laurel.submission.grading;
