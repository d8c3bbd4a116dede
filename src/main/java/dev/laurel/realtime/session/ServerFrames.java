package dev.laurel.realtime.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.laurel.wire.EncodedFrame;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** Encodes what the server says. */
@Singleton
public class ServerFrames {
  private final ObjectWriter writer;

  ServerFrames(ObjectMapper mapper) {
    this.writer = mapper.writerFor(ServerFrame.class);
  }

  public EncodedFrame encode(ServerFrame frame) {
    try {
      return EncodedFrame.of(writer.writeValueAsString(frame));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
