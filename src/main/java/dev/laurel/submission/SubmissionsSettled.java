package dev.laurel.submission;

/**
 * Fired once in a transaction, after its last {@link SubmissionGraded}: what the rooms have changed
 * since {@link SubmissionsArriving} is to be written now, in one go.
 */
public record SubmissionsSettled() {}
