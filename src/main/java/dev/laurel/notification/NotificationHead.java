package dev.laurel.notification;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;

/**
 * Where a user's log begins and ends, and how far it has been read. Only what changed is written,
 * because the read cursor moves without the user's lock.
 */
@Entity
@Table(name = "notification_head")
@DynamicUpdate
class NotificationHead extends PanacheEntityBase {
  @Id
  @Column(name = "user_id")
  String userId;

  @Column(name = "last_seq")
  long lastSeq;

  /** The oldest entry still kept, or the next to be written. */
  @Column(name = "first_seq")
  long firstSeq = 1;

  @Column(name = "read_up_to")
  long readUpTo;
}
