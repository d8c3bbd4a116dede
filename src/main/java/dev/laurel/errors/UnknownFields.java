package dev.laurel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.settings.Nearest;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads JSON whose unknown fields are errors: a misspelt field would otherwise be a missing one. A
 * request with {@code Prefer: handling=lenient} (RFC 7240) has them ignored, and its response lists
 * their names.
 */
@ApplicationScoped
class UnknownFields {
  private static final String IGNORED = "Laurel-Ignored-Fields";
  private static final Pattern HANDLING =
      Pattern.compile("\\s*handling\\s*=\\s*\"?(\\w+)\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** The most unknown names of one document: the document is read again for each. */
  private static final int MOST = 20;

  private static final int LONGEST_NAME = 64;

  private final ObjectMapper mapper;
  private final JsonErrors jsonErrors;
  private final CurrentVertxRequest current;

  UnknownFields(ObjectMapper mapper, JsonErrors jsonErrors, CurrentVertxRequest current) {
    this.mapper = mapper;
    this.jsonErrors = jsonErrors;
    this.current = current;
  }

  /**
   * Reads a document, from which the unknown fields are removed.
   *
   * @param besides fields of the document that {@code type} doesn't have
   * @throws ProblemException 400 if there are unknown fields that the client has not asked to
   *     ignore
   */
  <T> T read(JsonNode document, JavaType type, Collection<String> besides)
      throws JsonProcessingException {
    var reader = mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    var unknown = new ArrayList<FieldError>();
    while (true) {
      try {
        T value = reader.readValue(document);
        ignoreOrRefuse(unknown);
        return value;
      } catch (UnrecognizedPropertyException e) {
        if (e.getPath().size() > 1 || !besides.contains(e.getPropertyName())) {
          unknown.add(describe(e, besides));
        }
        if (unknown.size() > MOST) {
          throw ProblemException.badRequest(unknown);
        }
        remove(Stream.of(document), e.getPath());
      } catch (InvalidDefinitionException e) {
        throw e;
      } catch (JsonProcessingException e) {
        if (!unknown.isEmpty() && !isLenient()) {
          unknown.add(jsonErrors.describe(e));
          throw ProblemException.badRequest(unknown);
        }
        throw e;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private FieldError describe(UnrecognizedPropertyException failure, Collection<String> besides) {
    var known = new ArrayList<String>();
    failure.getKnownPropertyIds().forEach(id -> known.add(id.toString()));
    if (failure.getPath().size() == 1) {
      known.addAll(besides);
    }
    return new FieldError(
        jsonErrors.describe(failure).field(),
        "is unknown; the nearest known field is "
            + Nearest.name(shortened(failure.getPropertyName()), known));
  }

  /** Removes a field, where its path has indices from all elements of the arrays. */
  private static void remove(Stream<JsonNode> nodes, List<JsonMappingException.Reference> path) {
    for (var step : path.subList(0, path.size() - 1)) {
      nodes =
          step.getFieldName() == null
              ? nodes.flatMap(array -> array.valueStream())
              : nodes.map(object -> object.path(step.getFieldName()));
    }
    var name = path.get(path.size() - 1).getFieldName();
    nodes.filter(JsonNode::isObject).forEach(object -> ((ObjectNode) object).remove(name));
  }

  /**
   * Lists unknown names in the response, if the client has asked to ignore them.
   *
   * @throws ProblemException 400 if there are some and it has not
   */
  void ignoreOrRefuse(List<FieldError> unknown) {
    boolean lenient = isLenient();
    if (lenient) {
      current.getCurrent().response().putHeader("Preference-Applied", "handling=lenient");
    }
    if (unknown.isEmpty()) {
      return;
    } else if (!lenient) {
      throw ProblemException.badRequest(unknown);
    }
    var headers = current.getCurrent().response().headers();
    var names = new TreeSet<String>();
    if (headers.contains(IGNORED)) {
      names.addAll(List.of(headers.get(IGNORED).split(", ")));
    }
    unknown.forEach(error -> names.add(encoded(error.field())));
    headers.set(IGNORED, names.stream().limit(MOST).collect(Collectors.joining(", ")));
  }

  /** Writes a path in characters that headers may have. */
  private static String encoded(String field) {
    return URLEncoder.encode(shortened(field), StandardCharsets.UTF_8)
        .replace("%5B", "[")
        .replace("%5D", "]");
  }

  static String shortened(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /** Only the first preference of a name counts. */
  private boolean isLenient() {
    var request = current.getCurrent();
    return request != null
        && request.request().headers().getAll("Prefer").stream()
            .flatMap(header -> Stream.of(header.split(",")))
            .map(HANDLING::matcher)
            .filter(Matcher::matches)
            .findFirst()
            .filter(preference -> preference.group(1).equalsIgnoreCase("lenient"))
            .isPresent();
  }
}
