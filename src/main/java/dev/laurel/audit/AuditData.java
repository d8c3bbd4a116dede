package dev.laurel.audit;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What a user did and what was done to them, without who did it to them, and from where. */
@ApplicationScoped
class AuditData implements PersonalDataSource {
  private static final String QUERY =
      """
      select (case when a.actor_user_id = u.id then to_jsonb(a)
                   else to_jsonb(a) - 'actor_user_id' - 'address' end)::text
      from audit a, (select ?::text as id) u
      where a.actor_user_id = u.id or a.target_user_id = u.id order by a.id""";

  private final AuditLog log;

  AuditData(AuditLog log) {
    this.log = log;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(PersonalTable.small("audit", QUERY));
  }

  @Override
  public void erase(String user) {
    log.forget(user);
  }
}
