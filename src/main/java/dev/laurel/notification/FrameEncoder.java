package dev.laurel.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Writes a frame as every client will see it. Done once, when the frame is appended. */
@Singleton
class FrameEncoder {
  private final ObjectWriter writer;

  FrameEncoder(ObjectMapper mapper) {
    this.writer = mapper.writerFor(Frame.class);
  }

  String encode(Frame frame, long seq, Instant sentAt) {
    try {
      var json = writer.writeValueAsString(frame);
      // The two members of the log go in before the closing brace, which spares a tree per frame.
      return json.substring(0, json.length() - 1)
          + ",\"seq\":"
          + seq
          + ",\"sent_at\":\""
          + sentAt
          + "\"}";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
