package dev.laurel.sql;

/**
 * The advisory locks of PostgreSQL that nodes take, each until the end of a transaction, through
 * {@link Sql}. They are all here so that no two jobs share a key by accident.
 */
public enum AdvisoryLock {
  /** One node at a time prunes the notification log. */
  LOG_PRUNING(1),
  /**
   * Exclusive while a board is frozen or copied, shared while one of its users is erased or it
   * changes shortly before it is to be frozen.
   */
  FREEZING(2),
  /** One node at a time prunes results. */
  RESULT_PRUNING(3),
  /** One node at a time makes the boards of closed seasons final. */
  SEASON_CLOSING(4),
  /** One lock a season: shared while a transaction adds to its board, exclusive while it closes. */
  SEASON(5),
  /** One node at a time counts streaks anew. */
  STREAK_RECOUNT(6),
  /**
   * One lock a class: shared while a transaction counts by its calendar, exclusive while that is
   * changed. Taken after the locks of users, or by transactions that lock none.
   */
  CALENDAR(7),
  /** Definitions of achievements change one after the other. */
  ACHIEVEMENT_DEFINITIONS(20),
  /** One node at a time counts what new definitions ask for. */
  ACHIEVEMENT_COUNTING(21),
  /** One node at a time counts results that are there already for seasons. */
  SEASON_COUNTING(8),
  /** One node at a time has other numbers count in classes. */
  AUTHORITY(22),
  /** One node at a time counts results anew. */
  RECOUNT(9),
  /**
   * One lock a team's result: its members change by one transaction at a time. Taken before the
   * locks of users, who are known only then.
   */
  TEAM_RESULT(10);

  private static final int NAMESPACE = 0x6C61_0000;

  private final int key;

  AdvisoryLock(int number) {
    key = NAMESPACE + number;
  }

  /** The first of the two integers that PostgreSQL knows the lock by. */
  public int key() {
    return key;
  }
}
