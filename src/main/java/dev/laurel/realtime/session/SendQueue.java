package dev.laurel.realtime.session;

import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.realtime.session.PendingBoardFrame.Topic;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/**
 * The frames that wait for one client, in the order in which they leave. News of a board replace
 * older news of the same topic where those stand, unless a frame that is not to be replaced was
 * added since: an answer about a board must not be overtaken by news that are newer than it.
 *
 * <p>Not thread-safe. An empty queue holds next to no memory.
 */
final class SendQueue {
  /** A place in the queue; its frame is null when its news have come to nothing. */
  private static final class Place {
    private EncodedFrame frame;
    private PendingBoardFrame news;

    private Place(EncodedFrame frame, PendingBoardFrame news) {
      this.frame = frame;
      this.news = news;
    }
  }

  private final ServerFrames encoder;
  private Queue<Place> places;
  private Map<Topic, Place> replaceable;
  private int bytes;

  SendQueue(ServerFrames encoder) {
    this.encoder = encoder;
  }

  /** Adds a frame that will be sent whatever comes. */
  void add(EncodedFrame frame) {
    replaceable = null;
    append(new Place(frame, null));
  }

  /** Adds news, or puts them in the place of older ones. */
  void add(PendingBoardFrame news) {
    var older = replaceable == null ? null : replaceable.get(news.topic());
    if (older != null) {
      replace(older, news);
      return;
    }
    var place = new Place(news.encode(encoder), news);
    append(place);
    if (replaceable == null) {
      replaceable = new HashMap<>();
    }
    replaceable.put(news.topic(), place);
  }

  private void replace(Place place, PendingBoardFrame news) {
    bytes -= place.frame.bytes();
    var instead = news.after(place.news).orElse(null);
    place.news = instead;
    place.frame = instead == null ? null : instead.encode(encoder);
    if (instead == null) {
      replaceable.remove(news.topic());
    } else {
      bytes += place.frame.bytes();
    }
  }

  private void append(Place place) {
    if (places == null) {
      places = new ArrayDeque<>(4);
    }
    places.add(place);
    bytes += place.frame.bytes();
  }

  /** The next frame, without taking it; null when there is none. */
  EncodedFrame peek() {
    while (places != null && places.peek() != null && places.peek().frame == null) {
      places.remove();
    }
    if (places == null || places.isEmpty()) {
      clear();
      return null;
    }
    return places.peek().frame;
  }

  /** Takes the next frame; null when there is none. */
  EncodedFrame poll() {
    var next = peek();
    if (next != null) {
      var place = places.remove();
      bytes -= next.bytes();
      if (place.news != null && replaceable != null) {
        replaceable.remove(place.news.topic(), place);
      }
      if (places.isEmpty()) {
        clear();
      }
    }
    return next;
  }

  boolean isEmpty() {
    return peek() == null;
  }

  int bytes() {
    return bytes;
  }

  /** Lets go of what waits. */
  void clear() {
    if (places != null) {
      places.stream()
          .map(place -> place.frame)
          .filter(Objects::nonNull)
          .forEach(EncodedFrame::lost);
    }
    places = null;
    replaceable = null;
    bytes = 0;
  }
}
