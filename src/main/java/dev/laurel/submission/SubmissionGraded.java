package dev.laurel.submission;

import dev.laurel.notification.Frame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fired synchronously inside the transaction that accepts a result, with the user locked. What it
 * is worth is for the observers to say: they change what they keep, and announce it here. Observers
 * are ordered by {@link Order}.
 *
 * <p>Belongs to one transaction and its thread.
 */
public final class SubmissionGraded {
  /** Priorities of the observers; each may rely on what those before it have done. */
  public static final class Order {
    public static final int POINTS = 100;
    public static final int STREAK = 200;
    public static final int ACHIEVEMENTS = 300;

    private Order() {}
  }

  /** The order in which the user is told, which is not the order in which it comes about. */
  public enum Part {
    RESULT,
    POINTS,
    ACHIEVEMENTS,
    STREAK
  }

  private final GradedSubmission submission;
  private final GradedSubmission replaced;
  private final Map<Part, List<Frame>> frames = new EnumMap<>(Part.class);
  private final List<String> achievements = new ArrayList<>();
  private int pointsEarned;

  public SubmissionGraded(GradedSubmission submission, GradedSubmission replaced) {
    this.submission = submission;
    this.replaced = replaced;
  }

  public GradedSubmission submission() {
    return submission;
  }

  /**
   * The earlier result of the same submission which this one replaces; empty unless this is a
   * regrade.
   */
  public Optional<GradedSubmission> replaced() {
    return Optional.ofNullable(replaced);
  }

  /** Adds a frame to what the user is told; within a part, in the order of the calls. */
  public void announce(Part part, Frame frame) {
    frames.computeIfAbsent(part, any -> new ArrayList<>()).add(frame);
  }

  /**
   * Records the points that the problem itself brought, negative where a regrade took points away.
   */
  public void earned(int points) {
    pointsEarned = points;
  }

  /** Records an achievement that the submission brought. */
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
