package dev.laurel.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.SelectPackages;

class SuitesTest {
  @Test
  void theTestsOfAProfileAreInOneSuite() {
    // When
    Map<String, Set<String>> suites =
        new ClassFileImporter()
            .importPackages("dev.laurel").stream()
                .filter(each -> each.isAnnotatedWith(TestProfile.class))
                .filter(each -> each.getSimpleName().endsWith("Test"))
                .collect(groupingBy(SuitesTest::profile, mapping(SuitesTest::suite, toSet())));

    // Then
    assertFalse(suites.isEmpty());
    suites.forEach((profile, those) -> assertEquals(1, those.size(), profile + " is in " + those));
  }

  private static String profile(JavaClass test) {
    return test.getAnnotationOfType(TestProfile.class).value().getSimpleName();
  }

  private static String suite(JavaClass test) {
    return Stream.of(FirstSuite.class, SecondSuite.class)
        .filter(suite -> selects(suite, test))
        .findFirst()
        .orElse(ThirdSuite.class)
        .getSimpleName();
  }

  private static boolean selects(Class<?> suite, JavaClass test) {
    return Stream.of(suite.getAnnotation(SelectPackages.class).value())
        .anyMatch(name -> (test.getPackageName() + ".").startsWith(name + "."));
  }
}
