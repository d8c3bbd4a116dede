package dev.laurel.realtime;

import dev.laurel.realtime.BoardNews.Topic;
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
    private OutFrame frame;
    private BoardNews news;

    private Place(OutFrame frame, BoardNews news) {
      this.frame = frame;
      this.news = news;
    }
  }

  private final ServerFrames encoder;
  private Place sole;
  private Queue<Place> places;
  private Map<Topic, Place> replaceable;
  private int bytes;

  SendQueue(ServerFrames encoder) {
    this.encoder = encoder;
  }

  /** Adds a frame that will be sent whatever comes. */
  void add(OutFrame frame) {
    append(new Place(frame, null));
    replaceable = null;
  }

  /** Adds news, or puts them in the place of older ones. */
  void add(BoardNews news) {
    var older = older(news);
    if (older != null) {
      replace(older, news);
      return;
    }
    var place = new Place(news.encode(encoder), news);
    append(place);
    if (places != null) {
      mayBeReplaced(place);
    }
  }

  private Place older(BoardNews news) {
    if (sole != null) {
      return sole.news != null && sole.news.topic().equals(news.topic()) ? sole : null;
    }
    return replaceable == null ? null : replaceable.get(news.topic());
  }

  private void mayBeReplaced(Place place) {
    if (replaceable == null) {
      replaceable = new HashMap<>();
    }
    replaceable.put(place.news.topic(), place);
  }

  private void replace(Place place, BoardNews news) {
    bytes -= place.frame.bytes();
    var instead = news.after(place.news).orElse(null);
    place.news = instead;
    place.frame = instead == null ? null : instead.encode(encoder);
    if (instead == null) {
      if (replaceable != null) {
        replaceable.remove(news.topic());
      }
    } else {
      bytes += place.frame.bytes();
    }
  }

  private void append(Place place) {
    bytes += place.frame.bytes();
    if (places == null && sole == null) {
      // Most clients take each frame before there is another.
      sole = place;
      return;
    }
    if (places == null) {
      places = new ArrayDeque<>(4);
      places.add(sole);
      if (sole.news != null) {
        mayBeReplaced(sole);
      }
      sole = null;
    }
    places.add(place);
  }

  /** The next frame, without taking it; null when there is none. */
  OutFrame peek() {
    var next = next();
    return next == null ? null : next.frame;
  }

  private Place next() {
    var next = sole != null ? sole : places == null ? null : places.peek();
    while (next != null && next.frame == null) {
      remove();
      next = places == null ? null : places.peek();
    }
    return next;
  }

  private void remove() {
    sole = null;
    if (places != null) {
      places.remove();
      if (places.isEmpty()) {
        places = null;
        replaceable = null;
      }
    }
  }

  /** Takes the next frame; null when there is none. */
  OutFrame poll() {
    var next = next();
    if (next == null) {
      return null;
    }
    remove();
    bytes -= next.frame.bytes();
    if (next.news != null && replaceable != null) {
      replaceable.remove(next.news.topic(), next);
    }
    return next.frame;
  }

  boolean isEmpty() {
    return peek() == null;
  }

  int bytes() {
    return bytes;
  }

  /** Lets go of what waits. */
  void clear() {
    if (sole != null && sole.frame != null) {
      sole.frame.lost();
    }
    if (places != null) {
      places.stream().map(place -> place.frame).filter(Objects::nonNull).forEach(OutFrame::lost);
    }
    sole = null;
    places = null;
    replaceable = null;
    bytes = 0;
  }
}
