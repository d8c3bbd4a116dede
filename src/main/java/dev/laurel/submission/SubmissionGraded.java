package dev.laurel.submission;

import dev.laurel.notification.Frame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fired synchronously inside the transaction that accepts a result, with the user locked. Observers
 * decide the result's worth: they change their rows and announce frames here, in their {@link
 * Order}. Belongs to one transaction and its thread.
 *
 * <p>Frames go to the user's sockets: {@link Grading} collects them from {@link #frames}, {@link
 * dev.laurel.notification.NotificationLog} numbers and stores them, and after the commit {@link
 * dev.laurel.notification.LogPublisher} broadcasts a hint with a copy of them, which each node's
 * {@link dev.laurel.realtime.personal.PersonalFeed} sends. It reads the log only if a hint was lost
 * or is too long.
 *
 * <p>Points go to the boards: {@link dev.laurel.points.PointsLedger} changes the {@link
 * dev.laurel.leaderboard.standing.Standings}, and after the commit {@link
 * dev.laurel.leaderboard.index.IndexUpdates} moves the user in Redis and broadcasts a hint, on
 * which each node's {@link dev.laurel.realtime.board.BoardFeed} reads the board and sends.
 */
public final class SubmissionGraded {
  /** Priorities of the observers; each may rely on those before it. */
  public static final class Order {
    public static final int POINTS = 100;
    public static final int STREAK = 200;
    public static final int ACHIEVEMENTS = 300;
    public static final int LEVELS = 400;

    private Order() {}
  }

  /** The parts of the announcement, in the order of the log, which is not that of the observers. */
  public enum Part {
    RESULT,
    POINTS,
    ACHIEVEMENTS,
    STREAK,
    LEVELS
  }

  /** Why points change. The names are those of the wire and of the database. */
  public enum Cause {
    result,
    regrade,
    withdrawal,
    release,
    adjustment,
    balance
  }

  private final GradedSubmission submission;
  private final GradedSubmission replaced;
  private final Cause cause;
  private final Map<Part, List<Frame>> frames = new EnumMap<>(Part.class);
  private final List<String> achievements = new ArrayList<>();
  private int pointsEarned;
  private boolean recounted;

  private SubmissionGraded(GradedSubmission submission, GradedSubmission replaced, Cause cause) {
    this.submission = submission;
    this.replaced = replaced;
    this.cause = cause;
  }

  /**
   * @param replaced null for a first grading
   */
  static SubmissionGraded ofResult(GradedSubmission submission, GradedSubmission replaced) {
    var cause = replaced == null ? Cause.result : Cause.regrade;
    return new SubmissionGraded(
        submission, replaced, submission.kind() == Kind.adjustment ? Cause.adjustment : cause);
  }

  /**
   * @param replaced the revision that counted until now; null if none did
   */
  static SubmissionGraded ofRelease(GradedSubmission submission, GradedSubmission replaced) {
    return new SubmissionGraded(submission, replaced, Cause.release);
  }

  /**
   * @param replaced null if there was none
   */
  static SubmissionGraded ofBalance(GradedSubmission balance, GradedSubmission replaced) {
    return new SubmissionGraded(balance, replaced, Cause.balance);
  }

  static SubmissionGraded ofWithdrawal(GradedSubmission withdrawn) {
    return new SubmissionGraded(withdrawn.emptied(), withdrawn, Cause.withdrawal);
  }

  /** Says that {@code UsersRecounted} follows for a withdrawal in the same transaction. */
  SubmissionGraded recounted() {
    recounted = true;
    return this;
  }

  /** True if all that the user has is counted once more in the same transaction. */
  public boolean isRecounted() {
    return recounted;
  }

  public Cause cause() {
    return cause;
  }

  /** False when a result is withdrawn: then {@link #submission} is empty, and counts nowhere. */
  public boolean counts() {
    return cause != Cause.withdrawal;
  }

  public GradedSubmission submission() {
    return submission;
  }

  /** The result that a regrade replaces; empty for a first grading. */
  public Optional<GradedSubmission> replaced() {
    return Optional.ofNullable(replaced);
  }

  /** The result, and the one it replaces if there is one. */
  public List<GradedSubmission> results() {
    return replaced == null ? List.of(submission) : List.of(submission, replaced);
  }

  /** Adds a frame for the user; within a part, in the order of the calls. */
  public void announce(Part part, Frame frame) {
    frames.computeIfAbsent(part, any -> new ArrayList<>()).add(frame);
  }

  /** Records the points for the exercise itself, negative if a regrade took points away. */
  public void earned(int points) {
    pointsEarned = points;
  }

  public void achieved(String achievementId) {
    achievements.add(achievementId);
  }

  public List<Frame> frames() {
    return frames.values().stream().flatMap(List::stream).toList();
  }

  public int pointsEarned() {
    return pointsEarned;
  }

  public List<String> achievements() {
    return List.copyOf(achievements);
  }
}
