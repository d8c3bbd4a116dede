package dev.laurel.realtime.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedFrameTest {
  private static final int LARGEST = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
  void clientReadsFramesOfAllLengths(int length) {
    assertReadAs("x".repeat(length), length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e9t\u00e9", "\u6708\u6842", "\ud83c\udfc6 first!"})
  void clientReadsAllCharacters(String text) {
    assertReadAs(text, text.getBytes(UTF_8).length);
  }

  private static void assertReadAs(String text, int bytes) {
    // Given
    var client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, LARGEST));

    // When
    var frame = EncodedFrame.of(text);
    client.writeInbound(Unpooled.wrappedBuffer(frame.wire()));

    // Then
    TextWebSocketFrame read = client.readInbound();
    assertTrue(read.isFinalFragment());
    assertEquals(text, read.text());
    assertEquals(bytes, frame.bytes());
    assertNull(client.readInbound());
    read.release();
  }
}
