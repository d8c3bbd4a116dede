package dev.laurel.errors;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;

/** Finds query parameters that should be numbers and are not: the framework doesn't name them. */
final class QueryParameters {
  private QueryParameters() {}

  /**
   * @param method the resource method
   */
  static List<FieldError> unreadable(Method method, MultivaluedMap<String, String> query) {
    return Arrays.stream(method.getParameters())
        .filter(parameter -> parameter.isAnnotationPresent(QueryParam.class))
        .filter(parameter -> JsonErrors.WHOLE_NUMBERS.contains(parameter.getType()))
        .filter(parameter -> !isReadable(parameter, query.getFirst(name(parameter))))
        .map(parameter -> new FieldError(name(parameter), "must be a whole number"))
        .toList();
  }

  private static String name(Parameter parameter) {
    return parameter.getAnnotation(QueryParam.class).value();
  }

  private static boolean isReadable(Parameter parameter, String value) {
    if (value == null) {
      return true;
    }
    try {
      if (parameter.getType() == int.class || parameter.getType() == Integer.class) {
        Integer.parseInt(value);
      } else {
        Long.parseLong(value);
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
