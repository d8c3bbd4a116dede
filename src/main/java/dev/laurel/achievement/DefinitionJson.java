package dev.laurel.achievement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.achievement.criterion.Criteria;
import dev.laurel.notification.Frame.Translation;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes the parts of definitions that are stored as JSON. Thread-safe. */
@ApplicationScoped
class DefinitionJson {
  private static final TypeReference<Map<String, Translation>> TEXTS = new TypeReference<>() {};

  private final ObjectMapper mapper;

  /** Criteria by their JSON, since each transaction reads the same ones again. */
  private volatile Map<String, Criteria> parsed = Map.of();

  DefinitionJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  Definition definition(DefinitionEntity entity) {
    return definition(entity, criteria(entity));
  }

  /** The definitions with their criteria, in the same order. */
  List<Goal> goals(List<DefinitionEntity> entities) {
    var known = parsed;
    var criteria = new HashMap<String, Criteria>();
    for (var entity : entities) {
      criteria.computeIfAbsent(
          entity.criteria, text -> known.containsKey(text) ? known.get(text) : criteria(entity));
    }
    if (!known.keySet().containsAll(criteria.keySet())) {
      parsed = Map.copyOf(criteria);
    }
    return entities.stream().map(entity -> goal(entity, criteria.get(entity.criteria))).toList();
  }

  Goal goal(DefinitionEntity entity) {
    return goal(entity, criteria(entity));
  }

  private Goal goal(DefinitionEntity entity, Criteria criteria) {
    return new Goal(definition(entity, criteria), criteria.criterion(entity.classId));
  }

  private Definition definition(DefinitionEntity entity, Criteria criteria) {
    return new Definition(
        entity.id,
        entity.name,
        entity.description,
        entity.badgeType,
        entity.rarity,
        entity.points,
        criteria,
        entity.active,
        entity.classId,
        entity.picture,
        Optional.ofNullable(entity.texts).map(text -> read(text, TEXTS)).orElse(null),
        null,
        entity.share);
  }

  private Criteria criteria(DefinitionEntity entity) {
    return read(entity.criteria, new TypeReference<Criteria>() {});
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return mapper.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
