package dev.laurel.broadcast;

import java.util.Objects;

/**
 * A message to publish.
 *
 * @param channel the channel's name without the installation's prefix; not null
 * @param payload the text every receiver of the channel is handed unchanged; not null
 */
public record Message(String channel, String payload) {
  public Message {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(payload, "payload");
  }
}
