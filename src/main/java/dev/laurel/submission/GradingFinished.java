package dev.laurel.submission;

/**
 * Fired once in a transaction, after its last {@link SubmissionGraded}. Observers flush the rows
 * that they have changed since {@link GradingStarted}, each table in one statement.
 */
public record GradingFinished() {}
