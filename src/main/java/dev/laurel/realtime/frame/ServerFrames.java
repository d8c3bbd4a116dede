package dev.laurel.realtime.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** Encodes {@link ServerFrame}s. */
@Singleton
public class ServerFrames {
  private final ObjectWriter writer;

  public ServerFrames(ObjectMapper mapper) {
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
