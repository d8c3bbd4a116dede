package dev.laurel.submission.results;

/**
 * The identity of a submission, or of a member's part in a team's.
 *
 * @param member the user, of a team; empty for a submission as such
 */
public record MemberName(SubmissionName submission, String member) {}
