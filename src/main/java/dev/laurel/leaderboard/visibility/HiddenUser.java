package dev.laurel.leaderboard.visibility;

import dev.laurel.course.Role;
import dev.laurel.leaderboard.Board;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Collection;

/** A user who is hidden from the other students of a board, and why. */
@Entity
@Table(name = "hidden_user")
@IdClass(HiddenUser.Key.class)
class HiddenUser extends PanacheEntityBase {
  /** The reason of users who asked to be hidden. */
  static final String ASKED = "";

  record Key(String board, String userId, String leftClass) {}

  @Id String board;

  @Id
  @Column(name = "user_id")
  String userId;

  /** {@link #ASKED}, or the class that the user left while it hid them. */
  @Id
  @Column(name = "left_class")
  String leftClass;

  /** Hides known users, unless they are hidden for the same reason. */
  static void insert(Board board, Collection<String> users, String leftClass) {
    getEntityManager()
        .createQuery(
            """
            insert into HiddenUser (board, userId, leftClass)
            select :board, l.id, :leftClass from Learner l where l.id in :users on conflict do nothing""")
        .setParameter("board", board.key())
        .setParameter("users", users)
        .setParameter("leftClass", leftClass)
        .executeUpdate();
  }

  /** Deletes the rows of users who left the class, and are students of it again. */
  static void deleteReturned(String classId, Collection<String> users) {
    delete(
        """
        from HiddenUser h where h.leftClass = ?1 and h.userId in ?2
        and exists (select 1 from Membership m
                    where m.classId = ?1 and m.userId = h.userId and m.role = ?3)""",
        classId,
        users,
        Role.student);
  }
}
