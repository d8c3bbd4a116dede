package dev.laurel.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The methods of each path, as the OpenAPI document lists them: the framework does not say. */
@ApplicationScoped
class AllowedMethods {
  /** The build writes it for the framework's own use. */
  private static final String DOCUMENT = "META-INF/quarkus-generated-openapi-doc.JSON";

  private static final String PARAMETER = "\\{[^}]+}";

  private final Map<Pattern, String> methods = new LinkedHashMap<>();

  AllowedMethods(ObjectMapper mapper) {
    try (var document =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(DOCUMENT)) {
      mapper
          .readTree(document)
          .path("paths")
          .properties()
          .forEach(path -> methods.put(pattern(path.getKey()), allow(path.getValue())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of an {@code Allow} header; empty for a path that is not documented. */
  Optional<String> of(String path) {
    return methods.entrySet().stream()
        .filter(known -> known.getKey().matcher(path).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** True for a path that is documented with other methods. */
  boolean excludes(String method, String path) {
    return of(path).filter(methods -> !List.of(methods.split(", ")).contains(method)).isPresent();
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(path.replaceAll(PARAMETER, "[^/]+"));
  }

  private static String allow(JsonNode operations) {
    var allowed = new TreeSet<String>();
    operations.fieldNames().forEachRemaining(name -> allowed.add(name.toUpperCase(Locale.ROOT)));
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    allowed.add("OPTIONS");
    return String.join(", ", allowed);
  }
}
