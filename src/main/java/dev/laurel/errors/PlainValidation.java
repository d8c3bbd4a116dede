package dev.laurel.errors;

import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.inject.Singleton;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import java.lang.annotation.ElementType;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;

/**
 * Switches off the check whether fields are loaded. Entities are never validated here, and the
 * check would ask the persistence provider for every field of every submission.
 */
@Singleton
final class PlainValidation implements ValidatorFactoryCustomizer {
  @Override
  public void customize(BaseHibernateValidatorConfiguration<?> configuration) {
    configuration.traversableResolver(new AlwaysReachable());
    configuration.enableTraversableResolverResultCache(false);
  }

  private static final class AlwaysReachable implements TraversableResolver {
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
