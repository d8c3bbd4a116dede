package dev.laurel.leaderboard.visibility;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A user who asked to be hidden from the other students of a board. */
@Entity
@Table(name = "hidden_user")
@IdClass(HiddenUser.Key.class)
class HiddenUser extends PanacheEntityBase {
  record Key(String board, String userId) {}

  @Id String board;

  @Id
  @Column(name = "user_id")
  String userId;

  static void insert(String board, String userId) {
    getEntityManager()
        .createQuery(
            "insert into HiddenUser (board, userId) values (:board, :user) on conflict do nothing")
        .setParameter("board", board)
        .setParameter("user", userId)
        .executeUpdate();
  }
}
