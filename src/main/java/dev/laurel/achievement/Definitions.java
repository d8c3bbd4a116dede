package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.errors.ProblemException;
import dev.laurel.rehearsal.RehearsedUsers;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The definitions of achievements. All methods block. */
@ApplicationScoped
@Transactional
class Definitions {
  /** Every transaction that grades reads the active ones. */
  private static final int MAX_ACTIVE = 500;

  private final DefinitionJson json;
  private final Classes classes;
  private final Sql sql;
  private final Audit audit;
  private final RehearsedUsers rehearsed;
  private final DefinitionCounting counting;

  Definitions(
      DefinitionJson json,
      Classes classes,
      Sql sql,
      Audit audit,
      RehearsedUsers rehearsed,
      DefinitionCounting counting) {
    this.json = json;
    this.classes = classes;
    this.sql = sql;
    this.audit = audit;
    this.rehearsed = rehearsed;
    this.counting = counting;
  }

  /**
   * All definitions of a class, inactive ones too, ordered by id.
   *
   * @param classId null for those of everybody
   */
  List<Definition> ofClass(String classId) {
    return DefinitionEntity.ofClass(classId).stream().map(json::definition).toList();
  }

  /** The definitions, active or not, by id. */
  Map<String, Definition> byId(Collection<String> ids) {
    var found = new HashMap<String, Definition>();
    DefinitionEntity.byId(ids).forEach((id, entity) -> found.put(id, json.definition(entity)));
    return found;
  }

  /** The ones that can be earned now by everybody, and in classes. */
  List<Goal> goals(Collection<String> classIds) {
    return json.goals(DefinitionEntity.active(classIds)).stream()
        .sorted(Goal.EASIER_FIRST)
        .toList();
  }

  /** The definitions of ids, active or not, by id. */
  Map<String, Goal> goalsById(Collection<String> ids) {
    return json.goals(List.copyOf(DefinitionEntity.byId(ids).values())).stream()
        .collect(toMap(Goal::id, goal -> goal));
  }

  /**
   * Adds definitions, or changes those of the same ids. New criteria are counted in the background,
   * for the users of a rehearsal at once.
   *
   * @param classId null for those of everybody
   * @throws ProblemException 409, if one has the id of another class's, too many are active, or the
   *     class is archived
   */
  void put(List<Definition> definitions, String classId) {
    classes.requireNotArchived(Collections.singleton(classId));
    sql.lock(AdvisoryLock.ACHIEVEMENT_DEFINITIONS);
    var ids = definitions.stream().map(Definition::id).toList();
    var known = DefinitionEntity.byId(ids);
    for (var definition : definitions) {
      var entity = known.get(definition.id());
      if (entity == null) {
        entity = new DefinitionEntity();
        entity.id = definition.id();
        entity.classId = classId;
      } else if (!Objects.equals(entity.classId, classId)) {
        throw ProblemException.conflict(
            "Another class has an achievement " + definition.id() + ".");
      }
      change(entity, definition);
      entity.persist();
      audit.record(AuditAction.ACHIEVEMENTS_CHANGED, definition.id(), classId);
    }
    if (DefinitionEntity.ofClass(classId).stream().filter(entity -> entity.active).count()
        > MAX_ACTIVE) {
      throw ProblemException.conflict("More than " + MAX_ACTIVE + " achievements would be active.");
    }
    rehearsed
        .users()
        .filter(users -> !users.isEmpty())
        .ifPresent(users -> counting.count(ids, users));
  }

  /** Adds a definition, whose id must be new. */
  void add(Definition definition, String classId) {
    sql.lock(AdvisoryLock.ACHIEVEMENT_DEFINITIONS);
    if (DefinitionEntity.findById(definition.id()) != null) {
      throw ProblemException.conflict("There is an achievement " + definition.id() + " already.");
    }
    put(List.of(definition), classId);
  }

  /** Deletes a definition that nobody has earned. */
  void delete(String id, String classId) {
    classes.requireNotArchived(Collections.singleton(classId));
    sql.lock(AdvisoryLock.ACHIEVEMENT_DEFINITIONS);
    find(id, classId);
    if (EarnedAchievement.count("achievementId", id) > 0) {
      throw ProblemException.conflict(
          "Users have earned it and keep it. With \"active\":false nobody new earns it.");
    }
    DefinitionEntity.deleteById(id);
    audit.record(AuditAction.ACHIEVEMENT_DELETED, id, classId);
  }

  /** A definition of a class, or with null of everybody; 404 if there is none. */
  Definition find(String id, String classId) {
    return DefinitionEntity.<DefinitionEntity>findByIdOptional(id)
        .filter(entity -> Objects.equals(entity.classId, classId))
        .map(json::definition)
        .orElseThrow(() -> ProblemException.notFound("There is no such achievement."));
  }

  /** A definition of any class or of everybody; 404 if there is none. */
  Definition find(String id) {
    return DefinitionEntity.<DefinitionEntity>findByIdOptional(id)
        .map(json::definition)
        .orElseThrow(() -> ProblemException.notFound("There is no such achievement."));
  }

  private void change(DefinitionEntity entity, Definition definition) {
    var criteria = json.write(definition.criteria());
    boolean counts = definition.active() && !(entity.active && criteria.equals(entity.criteria));
    entity.name = definition.name();
    entity.description = definition.description();
    entity.badgeType = definition.badgeType();
    entity.rarity = definition.rarity();
    entity.points = definition.points();
    entity.criteria = criteria;
    entity.active = definition.active();
    entity.picture = definition.picture();
    entity.texts = definition.texts() == null ? null : json.write(definition.texts());
    if (counts) {
      entity.revision++;
      entity.countAfter = "";
      entity.announce = !Boolean.FALSE.equals(definition.announce());
    } else if (!entity.active) {
      entity.countAfter = null;
    }
  }
}
