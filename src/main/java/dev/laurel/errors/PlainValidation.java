package dev.laurel.errors;

import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.inject.Singleton;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import java.lang.annotation.ElementType;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;

/**
 * Validates values as they are. Entities are never validated here, so there is no need to ask the
 * persistence provider, for every field of every submission, whether it has been loaded.
 */
@Singleton
final class PlainValidation implements ValidatorFactoryCustomizer {
  @Override
  public void customize(BaseHibernateValidatorConfiguration<?> configuration) {
    configuration.traversableResolver(new EverythingIsThere());
    configuration.enableTraversableResolverResultCache(false);
  }

  private static final class EverythingIsThere implements TraversableResolver {
    @Override
    public boolean isReachable(
        Object object, Path.Node property, Class<?> root, Path path, ElementType type) {
      return true;
    }

    @Override
    public boolean isCascadable(
        Object object, Path.Node property, Class<?> root, Path path, ElementType type) {
      return true;
    }
  }
}
