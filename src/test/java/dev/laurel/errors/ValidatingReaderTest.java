package dev.laurel.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.errors.ItemResource.Item;
import dev.laurel.security.PemKeyProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PemKeyProfile.class)
class ValidatingReaderTest {
  @Inject ValidatingReader reader;
  @Inject ObjectMapper mapper;

  @Test
  void validDocumentIsReadAsAValue() {
    assertEquals(
        new Item("a", 10, 9.5, null, null, null, null),
        read("{\"item_id\":\"a\",\"max_score\":10,\"score\":9.5}"));
  }

  @Test
  void wrongTypeIsReportedWithItsField() {
    assertEquals(
        invalid(new FieldError("max_score", "must be a whole number")),
        errors("{\"item_id\":\"a\",\"max_score\":\"10\"}"));
  }

  @Test
  void numberBeyondItsTypeIsReportedWithItsField() {
    assertEquals(
        invalid(new FieldError("score", "must be a number")),
        errors("{\"item_id\":\"a\",\"max_score\":10,\"score\":1e999}"));
  }

  @Test
  void brokenConstraintsAreAllReported() {
    assertEquals(
        invalid(
            new FieldError("item_id", "must not be blank"),
            new FieldError("item_parts[1].part_name", "must not be blank"),
            new FieldError("max_score", "must not be null")),
        errors("{\"item_parts\":[{\"part_name\":\"p\",\"weight\":1},{\"weight\":1}]}"));
  }

  @Test
  void documentOfAnotherKindIsInvalid() {
    assertEquals(invalid(new FieldError("", "must be an object")), errors("7"));
  }

  @Test
  void nullIsInvalid() {
    assertEquals(invalid(new FieldError("", "must be an object")), errors("null"));
  }

  private static List<FieldError> invalid(FieldError... errors) {
    return List.of(errors);
  }

  private List<FieldError> errors(String json) {
    return assertThrows(ProblemException.class, () -> read(json)).problem().errors();
  }

  private Item read(String json) {
    try {
      return reader.read(mapper.readTree(json), Item.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
