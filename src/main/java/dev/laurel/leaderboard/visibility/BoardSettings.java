package dev.laurel.leaderboard.visibility;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/** How a board is shown to students. Those of a board without a row are the defaults. */
@Entity
@DynamicUpdate // "revision" is counted by the database
@Table(name = "board_setting")
public class BoardSettings extends PanacheEntityBase {
  static final int DEFAULT_TOP = 10;

  @Id String board;

  @Enumerated(EnumType.STRING)
  NamePolicy names = NamePolicy.everyone;

  /** The last rank whose name is shown, with {@link NamePolicy#top}. */
  int top = DEFAULT_TOP;

  @Enumerated(EnumType.STRING)
  Display show = Display.ranks;

  /** True if students see only those of them who asked for it. */
  @Column(name = "opt_in")
  boolean optIn;

  /** The number of users below which students see nothing of the board. */
  @Column(name = "smallest_group")
  int smallestGroup = 1;

  @Enumerated(EnumType.STRING)
  @Column(name = "team_score")
  TeamScore teamScore = TeamScore.mean;

  /** The secret that pseudonyms are made with; null in defaults, which need none. */
  @Column(name = "pseudonym_key")
  String pseudonymKey;

  /** When the board is to be frozen, or was; null while it is not to be. */
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
            insert into BoardSettings (board, names, top, show, optIn, smallestGroup, teamScore, pseudonymKey,
                                       frozen, frozenVersion, revision)
            values (:board, :names, :top, :show, false, 1, :teamScore, :key, false, 0, 0) on conflict do nothing""")
        .setParameter("board", board)
        .setParameter("names", NamePolicy.everyone)
        .setParameter("top", DEFAULT_TOP)
        .setParameter("show", Display.ranks)
        .setParameter("teamScore", TeamScore.mean)
        .setParameter("key", pseudonymKey)
        .executeUpdate();
  }

  /** True if students see a snapshot. */
  public boolean isFrozen() {
    return frozen;
  }

  /** Whose names students see. */
  public NamePolicy names() {
    return names;
  }

  /** The last rank whose name students see, with {@link NamePolicy#top}. */
  public int top() {
    return top;
  }

  /** The view that students have of the board. */
  public Display show() {
    return show;
  }

  /** True if students see only those of them who asked for it. */
  public boolean isOptIn() {
    return optIn;
  }

  /** The number of users below which students see nothing of the board. */
  public int smallestGroup() {
    return smallestGroup;
  }

  /** How the points of members make the score of a team. */
  public TeamScore teamScore() {
    return teamScore;
  }

  /** The last rank whose name students see, but for names that are hidden for other reasons. */
  public int lastNamed() {
    return switch (names) {
      case everyone -> Integer.MAX_VALUE;
      case top -> top;
      case anonymous -> 0;
    };
  }

  /** The number of changes to what is shown, other than of standings. */
  public long revision() {
    return revision;
  }

  /** True if the moment has come at which the board was to be frozen, and no node has done it. */
  boolean isFreezeDue(Instant now) {
    return !frozen && freezeAt != null && !freezeAt.isAfter(now);
  }
}
