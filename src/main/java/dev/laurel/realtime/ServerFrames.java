package dev.laurel.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** Encodes what the server says. */
@Singleton
class ServerFrames {
  private final ObjectWriter writer;

  ServerFrames(ObjectMapper mapper) {
    this.writer = mapper.writerFor(ServerFrame.class);
  }

  OutFrame encode(ServerFrame frame) {
    try {
      return OutFrame.of(writer.writeValueAsString(frame));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
