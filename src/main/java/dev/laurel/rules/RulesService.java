package dev.laurel.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.errors.ProblemException;
import dev.laurel.rehearsal.RehearsedUsers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Set;

/** Keeps the rules of classes. Blocks. */
@ApplicationScoped
class RulesService {
  private final Classes classes;
  private final RulesBatch batch;
  private final ObjectMapper mapper;
  private final Audit audit;
  private final Event<RulesChanged> changes;
  private final RehearsedUsers rehearsed;
  private final Clock clock;

  RulesService(
      Classes classes,
      RulesBatch batch,
      ObjectMapper mapper,
      Audit audit,
      Event<RulesChanged> changes,
      RehearsedUsers rehearsed,
      Clock clock) {
    this.classes = classes;
    this.batch = batch;
    this.mapper = mapper;
    this.audit = audit;
    this.changes = changes;
    this.rehearsed = rehearsed;
    this.clock = clock;
  }

  @Transactional
  ClassRules get(String classId) {
    return batch.of(classId);
  }

  /**
   * Replaces the rules of a class. The same rules again make no new version.
   *
   * @throws ProblemException 409, if the request changes another version than the newest, or the
   *     class is archived
   */
  @Transactional
  ClassRules put(String classId, ClassRules wanted) {
    classes.requireNotArchived(Set.of(classId));
    // Whoever enrols a student waits, and then counts by the new rules: nobody is missed by the
    // counting that follows, which looks at those enrolled by now.
    boolean rehearsal = rehearsed.users().isPresent();
    if (!rehearsal) {
      classes.lock(classId);
    }
    var before = batch.of(classId);
    if (wanted.version() != null && !wanted.version().equals(before.version())) {
      throw ProblemException.conflict(
          "The rules were changed since: their version is " + before.version() + ".");
    }
    var after = wanted.withVersion(before.version() + 1);
    if (wanted.withVersion(before.version()).equals(before)) {
      return before;
    }
    batch.replace(classId, after);
    if (!rehearsal) {
      store(classId, after);
      audit.record(AuditAction.CLASS_RULES_CHANGED, classId, "version " + after.version());
    }
    var problems = after.differences(before);
    if (problems == null || !problems.isEmpty()) {
      changes.fire(new RulesChanged(classId, problems));
    }
    return after;
  }

  private void store(String classId, ClassRules rules) {
    var row = new RuleVersion();
    row.classId = classId;
    row.version = rules.version();
    try {
      row.rules = mapper.writeValueAsString(rules);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    row.changedAt = clock.instant();
    row.persist();
  }
}
