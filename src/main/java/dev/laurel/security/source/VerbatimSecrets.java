package dev.laurel.security.source;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import java.util.regex.Pattern;

/**
 * Reads shared secrets exactly as they are written. Elsewhere {@code $$} in a setting is {@code $},
 * and {@code ${…}} the value of another setting.
 */
public final class VerbatimSecrets implements ConfigSourceInterceptor {
  private static final long serialVersionUID = 1L;
  private static final Pattern SECRET =
      Pattern.compile("laurel\\.auth\\.(sources\\..+\\.)?hs256-secret");

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext settings, String name) {
    return SECRET.matcher(name).matches()
        ? Expressions.withoutExpansion(() -> settings.proceed(name))
        : settings.proceed(name);
  }
}
