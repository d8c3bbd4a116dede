package dev.laurel.achievement;

import static jakarta.ws.rs.core.Response.Status.CREATED;

import dev.laurel.errors.DryRun;
import dev.laurel.rehearsal.Rehearsals;
import dev.laurel.rehearsal.RehearsedUsers;
import dev.laurel.rehearsal.UserStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes changes of definitions, or with {@code dry_run} rehearses them: they are counted at once,
 * by what counts them otherwise, for the users of the rehearsal. Says which achievements users have
 * in any rehearsal. A {@code classId} of null means everybody. Blocks.
 */
@ApplicationScoped
class DefinitionChanges {
  private final Rehearsals rehearsals;
  private final RehearsedUsers rehearsed;
  private final Definitions definitions;
  private final DefinitionCounting counting;

  DefinitionChanges(
      Rehearsals rehearsals,
      RehearsedUsers rehearsed,
      Definitions definitions,
      DefinitionCounting counting) {
    this.rehearsals = rehearsals;
    this.rehearsed = rehearsed;
    this.definitions = definitions;
    this.counting = counting;
  }

  /** Answers a request for {@link Definitions#add}. */
  Response add(Definition definition, String classId, String dryRun) {
    definition.requireValid(classId);
    return answer(
        List.of(definition),
        classId,
        dryRun,
        () -> definitions.add(definition, classId),
        () -> Response.status(CREATED).entity(definitions.find(definition.id(), classId)));
  }

  /** Answers a request for {@link Definitions#put}. */
  Response put(List<Definition> changed, String classId, String dryRun) {
    Definition.requireValid(changed, classId);
    return answer(
        changed,
        classId,
        dryRun,
        () -> definitions.put(changed, classId),
        () -> Response.ok(definitions.ofClass(classId)));
  }

  /** Answers a request for {@link Definitions#put} of one whose address has this id. */
  Response put(String id, Definition definition, String classId, String dryRun) {
    definition.requireValid(id, classId);
    var changed = List.of(definition);
    return answer(
        changed,
        classId,
        dryRun,
        () -> definitions.put(changed, classId),
        () -> Response.ok(definitions.find(id, classId)));
  }

  /** Answers a request for {@link Definitions#delete}. */
  Response delete(String id, String classId, String dryRun) {
    return answer(
        List.of(), classId, dryRun, () -> definitions.delete(id, classId), Response::noContent);
  }

  private Response answer(
      List<Definition> changed,
      String classId,
      String dryRun,
      Runnable change,
      Supplier<ResponseBuilder> answer) {
    if (DryRun.ON.equals(dryRun)) {
      return Response.ok(
              rehearsals.rehearse(
                  classId,
                  () -> {
                    change.run();
                    count(changed);
                  }))
          .build();
    }
    change.run();
    return answer.get().build();
  }

  private void count(List<Definition> changed) {
    var ids = changed.stream().map(Definition::id).toList();
    rehearsed
        .users()
        .filter(users -> !users.isEmpty() && !ids.isEmpty())
        .ifPresent(
            users ->
                DefinitionEntity.toCount(ids)
                    .forEach(
                        entity ->
                            counting.award(definitions.goal(entity), entity.announce, users)));
  }

  /** Those of other classes are not for the class to know of. */
  void add(@Observes UserStates states) {
    var earned = EarnedAchievement.ofUsers(states.users());
    var known = DefinitionEntity.byId(earned.stream().map(row -> row.achievementId).toList());
    for (var row : earned) {
      var classId = known.get(row.achievementId).classId;
      if (classId == null || classId.equals(states.classId())) {
        states.addAchievement(row.userId, row.achievementId);
      }
    }
  }
}
