package dev.laurel.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the audit log tells of. */
public enum AuditAction {
  ROSTER_REPLACED,
  ACHIEVEMENTS_CHANGED,
  BOARD_NAMES_CHANGED,
  BOARD_FREEZE_SET,
  BOARD_THAWED,
  SEASON_STARTED,
  SEASON_CLOSED,
  SESSIONS_REVOKED,
  USER_EXPORTED,
  USER_ERASED;

  /** As it is written in the log. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
