package dev.laurel.errors;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.List;

/**
 * Reads the bodies of all requests, in place of the framework's reader, so that their unknown
 * fields are found. A resource that takes a {@link JsonNode} looks for them itself, with {@link
 * ValidatingReader}.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json", "text/json"})
class BodyReader implements MessageBodyReader<Object> {
  private final ObjectMapper mapper;
  private final UnknownFields unknownFields;

  BodyReader(ObjectMapper mapper, UnknownFields unknownFields) {
    this.mapper = mapper;
    this.unknownFields = unknownFields;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    // A resource that takes the stream reads it itself, while it comes in.
    return type != InputStream.class;
  }

  /** Returns null for an empty body. */
  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    var document = tree(body);
    if (document.isMissingNode()) {
      return null;
    }
    return JsonNode.class.isAssignableFrom(type)
        ? document
        : unknownFields.read(document, mapper.constructType(genericType), List.of());
  }

  private JsonNode tree(InputStream body) throws IOException {
    try {
      return mapper.readTree(body);
    } catch (NumberFormatException e) {
      // Jackson lets it pass when an exponent has more digits than a decimal number may have.
      throw new InputCoercionException(
          null, "out of range", JsonToken.VALUE_NUMBER_FLOAT, BigDecimal.class);
    }
  }
}
