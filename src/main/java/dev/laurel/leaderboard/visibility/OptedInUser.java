package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A user who asked to be seen by the other students of a board. */
@Entity
@Table(name = "opted_in_user")
@IdClass(OptedInUser.Key.class)
class OptedInUser extends PanacheEntityBase {
  record Key(String board, String userId) {}

  @Id String board;

  @Id
  @Column(name = "user_id")
  String userId;

  /** Notes the wish of a user who is locked. */
  static void set(Board board, String user, boolean optedIn) {
    delete("board = ?1 and userId = ?2", board.key(), user);
    if (optedIn) {
      var row = new OptedInUser();
      row.board = board.key();
      row.userId = user;
      row.persist();
    }
  }
}
