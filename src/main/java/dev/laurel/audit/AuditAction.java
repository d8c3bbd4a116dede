package dev.laurel.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The changes that the audit log records. */
public enum AuditAction {
  ROSTER_REPLACED,
  CLASS_ARCHIVED,
  CLASS_RESTORED,
  CALENDAR_CHANGED,
  STUDENT_EXCUSED,
  EXCUSE_WITHDRAWN,
  ACHIEVEMENTS_CHANGED,
  ACHIEVEMENT_DELETED,
  ACHIEVEMENT_GRANTED,
  ACHIEVEMENT_REVOKED,
  LEVELS_CHANGED,
  CLASS_RULES_CHANGED,
  BOARD_NAMES_CHANGED,
  BOARD_FREEZE_SET,
  BOARD_THAWED,
  SEASON_STARTED,
  SEASON_CLOSED,
  SEASON_RECOUNTED,
  SEASON_DELETED,
  POINTS_ADJUSTED,
  RESULT_WITHDRAWN,
  RESULTS_RELEASED,
  APPEAL_ANSWERED,
  SESSIONS_REVOKED,
  KEY_CREATED,
  KEY_ROTATED,
  KEY_REVOKED,
  LOG_LEVEL_SET,
  USER_EXPORTED,
  USER_ERASED;

  /** The action as the log writes it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
