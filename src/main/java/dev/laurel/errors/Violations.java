package dev.laurel.errors;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Describes broken constraints to clients, with the names of JSON fields and parameters. */
final class Violations {
  private static final SnakeCaseStrategy SNAKE_CASE = SnakeCaseStrategy.INSTANCE;

  private Violations() {}

  /**
   * @param method the resource method whose arguments were validated; null for a value
   */
  static List<FieldError> describe(
      Collection<? extends ConstraintViolation<?>> violations, Method method) {
    return violations.stream()
        .map(v -> new FieldError(field(v.getPropertyPath(), method), v.getMessage()))
        .distinct()
        .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
        .toList();
  }

  /** True if a return value broke a constraint, not the client's input. */
  static boolean concernReturnValue(Collection<? extends ConstraintViolation<?>> violations) {
    return violations.stream()
        .flatMap(v -> nodes(v.getPropertyPath()))
        .anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
  }

  private static String field(Path path, Method method) {
    var field = new StringBuilder();
    nodes(path).forEach(node -> append(field, node, method));
    return field.toString();
  }

  private static void append(StringBuilder field, Path.Node node, Method method) {
    if (node.isInIterable()) {
      var position = node.getIndex() == null ? node.getKey() : node.getIndex();
      field.append('[').append(position == null ? "" : position).append(']');
    }
    switch (node.getKind()) {
      case PROPERTY -> appendName(field, SNAKE_CASE.translate(node.getName()));
      case PARAMETER -> appendName(field, parameter(node.as(Path.ParameterNode.class), method));
      default -> {
        // Methods, beans and container elements have no name for clients.
      }
    }
  }

  private static void appendName(StringBuilder field, String name) {
    if (!field.isEmpty() && !name.isEmpty()) {
      field.append('.');
    }
    field.append(name);
  }

  private static String parameter(Path.ParameterNode node, Method method) {
    if (method == null) {
      return SNAKE_CASE.translate(node.getName());
    }
    for (var annotation : method.getParameterAnnotations()[node.getParameterIndex()]) {
      var name = name(annotation);
      if (name != null) {
        return name.isEmpty() ? node.getName() : name;
      }
    }
    return "";
  }

  private static String name(Annotation annotation) {
    if (annotation instanceof QueryParam query) {
      return query.value();
    } else if (annotation instanceof PathParam path) {
      return path.value();
    }
    return null;
  }

  private static Stream<Path.Node> nodes(Path path) {
    return StreamSupport.stream(path.spliterator(), false);
  }
}
