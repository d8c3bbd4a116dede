package dev.laurel.ids;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * Reads the ids of users from paths. Made while the service is built, before there are settings.
 */
@Provider
@Singleton
public class UserIdParameters implements ParamConverterProvider {
  private final Instance<UserIds> ids;

  UserIdParameters(Instance<UserIds> ids) {
    this.ids = ids;
  }

  @Override
  public <T> ParamConverter<T> getConverter(
      Class<T> rawType, Type genericType, Annotation[] annotations) {
    if (rawType != String.class || Arrays.stream(annotations).noneMatch(UserId.class::isInstance)) {
      return null;
    }
    return new ParamConverter<>() {
      @Override
      public T fromString(String value) {
        return rawType.cast(ids.get().canonical(value));
      }

      @Override
      public String toString(T value) {
        return value.toString();
      }
    };
  }
}
