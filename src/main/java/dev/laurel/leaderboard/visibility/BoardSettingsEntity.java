package dev.laurel.leaderboard.visibility;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** {@link BoardSettings} as they are stored. */
@Entity
@Table(name = "board_setting")
class BoardSettingsEntity extends PanacheEntityBase {
  @Id String board;

  @Enumerated(EnumType.STRING)
  Names names;

  int top;

  @Column(name = "pseudonym_key")
  String pseudonymKey;

  @Column(name = "freeze_at")
  Instant freezeAt;

  boolean frozen;

  @Column(name = "frozen_version")
  long frozenVersion;

  long revision;

  /** Inserts default settings, unless the board has some. */
  static void insertDefaults(String board, String pseudonymKey) {
    getEntityManager()
        .createQuery(
            """
            insert into BoardSettingsEntity (board, names, top, pseudonymKey, frozen, frozenVersion, revision)
            values (:board, :names, :top, :key, false, 0, 0) on conflict do nothing""")
        .setParameter("board", board)
        .setParameter("names", BoardSettings.DEFAULT.names())
        .setParameter("top", BoardSettings.DEFAULT.top())
        .setParameter("key", pseudonymKey)
        .executeUpdate();
  }

  /** Locks those of the boards that have settings, in the order of their keys. */
  static List<BoardSettingsEntity> lock(Collection<String> boards) {
    return BoardSettingsEntity.<BoardSettingsEntity>find("board in ?1 order by board", boards)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  static List<BoardSettingsEntity> freezeDue(Instant now) {
    return list("frozen = false and freezeAt <= ?1", now);
  }

  BoardSettings toSettings() {
    return new BoardSettings(names, top, pseudonymKey, freezeAt, frozen, frozenVersion, revision);
  }
}
