package dev.laurel.streak;

import dev.laurel.course.Enrolments;
import dev.laurel.notification.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fired in the transaction that counts streaks anew, for users whose runs have become longer
 * without a result. They are locked. Observers award what is met now, and announce it here.
 */
public final class StreaksRecounted {
  private final Set<String> users;
  private final Enrolments enrolments;
  private final Map<String, List<Frame>> frames = new HashMap<>();

  StreaksRecounted(Set<String> users, Enrolments enrolments) {
    this.users = Set.copyOf(users);
    this.enrolments = enrolments;
  }

  public Set<String> users() {
    return users;
  }

  /** All memberships of the users. */
  public Enrolments enrolments() {
    return enrolments;
  }

  public void announce(String user, Frame frame) {
    frames.computeIfAbsent(user, any -> new ArrayList<>()).add(frame);
  }

  List<Frame> frames(String user) {
    return List.copyOf(frames.getOrDefault(user, List.of()));
  }
}
