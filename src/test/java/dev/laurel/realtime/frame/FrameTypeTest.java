package dev.laurel.realtime.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.notification.Frame;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares {@link FrameType} with the frames: a missing type would be counted as {@code other}. */
class FrameTypeTest {
  @Test
  void serverTypesAreThoseOfServerFramesAndEvents() {
    // Given
    var said =
        Stream.of(Frame.class, ServerFrame.class)
            .map(frames -> frames.getAnnotation(JsonSubTypes.class))
            .flatMap(frames -> Arrays.stream(frames.value()))
            .map(JsonSubTypes.Type::name)
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertEquals(said, names(FrameType.ofServer()));
  }

  @Test
  void theTypeIsReadFromTheBeginningOfAFrame() {
    for (var type : FrameType.ofServer()) {
      assertEquals(type, FrameType.of("{\"type\":\"" + type + "\",\"seq\":1}"));
    }
    assertEquals(FrameType.other, FrameType.of("{\"type\":\"unread_\"}"));
  }

  @Test
  void allTypesAreThoseOfTheAsyncApiDocument() throws IOException {
    // Given
    var document = new ObjectMapper().readTree(new File("src/main/resources/asyncapi.json"));
    var documented =
        document.findValues("type").stream()
            .map(type -> type.path("const"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::textValue)
            .collect(Collectors.toCollection(TreeSet::new));

    // When
    var counted = names(FrameType.ofServer());
    counted.addAll(names(FrameType.ofClients()));

    // Then
    assertEquals(documented, counted);
  }

  private static Set<String> names(Collection<FrameType> types) {
    return types.stream()
        .filter(type -> type != FrameType.other)
        .map(FrameType::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
