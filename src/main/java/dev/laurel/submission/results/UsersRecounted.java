package dev.laurel.submission.results;

import dev.laurel.course.Enrolments;
import dev.laurel.notification.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Fired in the transaction that has counted users anew without a new result, after it has written
 * what it counted. They are locked. Observers, in the order of {@link
 * dev.laurel.submission.SubmissionGraded.Order}, award what is met now and announce levels.
 */
public final class UsersRecounted {
  /** The part of a user that was counted anew, and why. */
  public enum Cause {
    /** Streaks, by other calendars, excuses or memberships. */
    STREAKS,
    /** Points, by other rules. */
    RULES,
    /** All, without a result that was withdrawn; achievements that are not met any more go too. */
    WITHDRAWAL,
    /** All, since other numbers count in a class. */
    AUTHORITY
  }

  /**
   * @param classId null for all points
   */
  private record Total(String userId, String classId) {}

  private final Cause cause;
  private final Set<String> users;
  private final Enrolments enrolments;
  private final Map<String, List<Frame>> frames = new HashMap<>();
  private final Map<Total, Long> before = new HashMap<>();

  /**
   * @param enrolments all memberships of the users
   */
  public UsersRecounted(Cause cause, Set<String> users, Enrolments enrolments) {
    this.cause = cause;
    this.users = Set.copyOf(users);
    this.enrolments = enrolments;
  }

  public Cause cause() {
    return cause;
  }

  public Set<String> users() {
    return users;
  }

  public Enrolments enrolments() {
    return enrolments;
  }

  /**
   * Notes the points that a user had before. Only the first call for the same points counts.
   *
   * @param classId the class whose points they are; null for all points
   */
  public void had(String user, String classId, long points) {
    before.putIfAbsent(new Total(user, classId), points);
  }

  /** Calls with the ids of classes and the points that {@link #had} has noted for a user. */
  public void forEachTotal(String user, BiConsumer<String, Long> action) {
    before.forEach(
        (total, points) -> {
          if (total.userId().equals(user)) {
            action.accept(total.classId(), points);
          }
        });
  }

  public void announce(String user, Frame frame) {
    frames.computeIfAbsent(user, any -> new ArrayList<>()).add(frame);
  }

  public List<Frame> frames(String user) {
    return List.copyOf(frames.getOrDefault(user, List.of()));
  }
}
