package dev.laurel.course;

import java.time.Instant;

/**
 * A name that somebody has for a user.
 *
 * @param at when it was said: of two names of the same source, the later counts
 */
public record UserName(String text, Instant at) {
  /** The later of two names; the other one, if both are of the same moment. */
  public UserName orLater(UserName other) {
    return other.at.isBefore(at) ? this : other;
  }
}
