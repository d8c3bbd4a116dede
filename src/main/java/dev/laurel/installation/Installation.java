package dev.laurel.installation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The only row of its table, which the schema creates. */
@Entity
class Installation extends PanacheEntityBase {
  /** Always true. */
  @Id boolean id;

  byte[] secret;

  protected Installation() {}
}
