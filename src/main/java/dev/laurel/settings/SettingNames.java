package dev.laurel.settings;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Logs variables and properties that look like settings of Laurel and are none. They are not
 * refused: Kubernetes adds variables that begin with the name of a service, and a newer node's
 * settings may reach an older one.
 */
class SettingNames {
  private static final Logger LOG = Logger.getLogger("laurel.settings");

  /**
   * Settings that are read before there are beans, or only where the demo is part of the package.
   */
  private static final List<String> OUTSIDE_OF_MAPPINGS =
      List.of(
          "laurel.data-dir",
          "laurel.database.start-timeout",
          "laurel.demo",
          "laurel.embedded",
          "laurel.logs.json");

  private static final Pattern OURS = Pattern.compile("LAUREL_\\w+|laurel\\..+");

  /**
   * Kubernetes gives these to every container beside a service named laurel or laurel-something.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "LAUREL_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP)(_\\w+)?)?)");

  private final Config config;
  private final BeanManager beans;

  SettingNames(Config config, BeanManager beans) {
    this.config = config;
    this.beans = beans;
  }

  void check(@Observes StartupEvent event) {
    var known =
        Stream.concat(OUTSIDE_OF_MAPPINGS.stream(), mapped())
            .collect(Collectors.toCollection(TreeSet::new));
    var written =
        StreamSupport.stream(config.getConfigSources().spliterator(), false)
            .flatMap(source -> source.getPropertyNames().stream())
            .collect(Collectors.toSet());
    warnings(written, known).forEach(LOG::warn);
  }

  private Stream<String> mapped() {
    return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .map(bean -> (Class<?>) bean.getBeanClass())
        .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
        .map(ConfigClass::configClass)
        .filter(mapping -> mapping.getPrefix().startsWith("laurel."))
        .flatMap(mapping -> mapping.getProperties().keySet().stream());
  }

  /** One line for each written name that is not known, in alphabetical order. */
  static List<String> warnings(Set<String> written, Set<String> known) {
    var variables = known.stream().map(SettingNames::variable).collect(Collectors.toSet());
    return written.stream()
        .filter(name -> OURS.matcher(name).matches())
        // A variable has a property's name too, which nobody has written.
        .filter(name -> name.equals(variable(name)) || !written.contains(variable(name)))
        .filter(name -> !SERVICE_LINK.matcher(variable(name)).matches())
        .filter(name -> variables.stream().noneMatch(known(variable(name))))
        .sorted()
        .map(
            name ->
                "%s is not a setting; the nearest is %s"
                    .formatted(
                        name, Nearest.name(name, name.equals(variable(name)) ? variables : known)))
        .toList();
  }

  /** Tells whether a variable is known, where {@code *} in what is known stands for any word. */
  private static Predicate<String> known(String variable) {
    return known ->
        known.equals(variable)
            || known.contains("*") && variable.matches(known.replace("*", "\\w+"));
  }

  private static String variable(String name) {
    return name.replace("\"", "").replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }
}
