package dev.laurel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the README to what the code can be told. */
class ReadmeTest {
  /** Read before there are mappings, by the main class and the embedded servers. */
  private static final List<String> OUTSIDE_OF_MAPPINGS =
      List.of("LAUREL_DATA_DIR", "LAUREL_LOGS_JSON");

  @Test
  void namesEverySettingAndNoOther() throws IOException {
    // Given
    var settings =
        Stream.concat(
                OUTSIDE_OF_MAPPINGS.stream(),
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.laurel")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .flatMap(ReadmeTest::variables))
            .collect(Collectors.toCollection(TreeSet::new));

    // When
    var named =
        Pattern.compile("LAUREL_[A-Z0-9_]+[A-Z0-9]")
            .matcher(
                Files.readString(Path.of("README.md")).replaceAll("_CATEGORY__LAUREL_\\w+", ""))
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertEquals(settings, named);
  }

  private static Stream<String> variables(JavaClass mapping) {
    var prefix = mapping.getAnnotationOfType(ConfigMapping.class).prefix();
    return mapping.getMethods().stream()
        .map(method -> property(prefix, method))
        .map(name -> name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
  }

  private static String property(String prefix, JavaMethod method) {
    return method.isAnnotatedWith(WithParentName.class)
        ? prefix
        : prefix + "." + method.getName().replaceAll("([A-Z])", "-$1");
  }
}
