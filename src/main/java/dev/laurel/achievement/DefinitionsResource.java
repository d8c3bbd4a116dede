package dev.laurel.achievement;

import dev.laurel.rehearsal.Rehearsals;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/**
 * Answers requests for the achievements of everybody, and for those of a class. A class is null for
 * everybody; {@code dryRun} is the parameter of the request.
 */
abstract class DefinitionsResource {
  private final Definitions definitions;
  private final Rehearsals rehearsals;

  DefinitionsResource(Definitions definitions, Rehearsals rehearsals) {
    this.definitions = definitions;
    this.rehearsals = rehearsals;
  }

  final List<Definition> listed(String classId, boolean inactiveToo) {
    return definitions.ofClass(classId).stream()
        .filter(definition -> inactiveToo || definition.active())
        .toList();
  }

  final Response added(String classId, Definition definition, String dryRun) {
    definition.requireValid(classId);
    var answer =
        rehearsals.answer(
            dryRun,
            classId,
            () -> {
              definitions.add(definition, classId);
              return definitions.find(definition.id(), classId);
            });
    return Response.status(answer instanceof Definition ? Status.CREATED : Status.OK)
        .entity(answer)
        .build();
  }

  final Response changed(String classId, List<Definition> list, String dryRun) {
    Definition.requireValid(list, classId);
    return ok(
        rehearsals.answer(
            dryRun,
            classId,
            () -> {
              definitions.put(list, classId);
              return definitions.ofClass(classId);
            }));
  }

  final Response changed(String classId, String id, Definition definition, String dryRun) {
    definition.requireValid(id, classId);
    return ok(
        rehearsals.answer(
            dryRun,
            classId,
            () -> {
              definitions.put(List.of(definition), classId);
              return definitions.find(id, classId);
            }));
  }

  final Response deleted(String classId, String id, String dryRun) {
    var answer =
        rehearsals.answer(
            dryRun,
            classId,
            () -> {
              definitions.delete(id, classId);
              return null;
            });
    return answer == null ? Response.noContent().build() : ok(answer);
  }

  private static Response ok(Object answer) {
    return Response.ok(answer).build();
  }
}
