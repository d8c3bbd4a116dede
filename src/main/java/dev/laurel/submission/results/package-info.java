/**
 * The results received: all revisions of all submissions, their retention, and the hashes of
 * expired ones. Uses the types of submission, the frames of notification, the locks of {@code
 * course}, and raw SQL; grading writes through it, and the rooms points and streak read the results
 * that count. Start with {@link dev.laurel.submission.results.SubmissionBatch} and {@link
 * dev.laurel.submission.results.Revisions}.
 */
package dev.laurel.submission.results;
