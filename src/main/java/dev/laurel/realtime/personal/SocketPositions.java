package dev.laurel.realtime.personal;

import dev.laurel.notification.Cursor;
import dev.laurel.notification.Hint;
import dev.laurel.notification.LogReadBulk.Delivered;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.WriteSpan;
import dev.laurel.realtime.session.Session;
import dev.laurel.wire.CloseCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How far each of a user's sockets on this node has got. Guarded by their {@link PersonalFeed}. */
final class SocketPositions {
  private final String user;
  private final List<SocketPosition> all = new ArrayList<>();

  SocketPositions(String user) {
    this.user = user;
  }

  void add(SocketPosition socket) {
    all.add(socket);
  }

  void remove(Session session) {
    all.removeIf(socket -> socket.session() == session);
  }

  int size() {
    return all.size();
  }

  Optional<SocketPosition> of(Session session) {
    return all.stream().filter(socket -> socket.session() == session).findFirst();
  }

  /** As {@link SocketPosition#offer}, to all. */
  void offer(Hint hint, Supplier<WriteSpan> writing) {
    var frames =
        hint.entries().stream()
            .map(entry -> EncodedFrame.live(entry.frame(), hint.origin()))
            .toList();
    all.forEach(socket -> socket.offer(hint, frames, writing));
  }

  void forEach(Consumer<SocketPosition> action) {
    all.forEach(action);
  }

  /** Closes and drops the sockets that meet a condition; their clients resume unrecovered. */
  void closeIf(Predicate<SocketPosition> condition) {
    all.removeIf(
        socket -> {
          boolean closes = condition.test(socket);
          if (closes) {
            socket.session().close(CloseCode.SERVER_ERROR);
          }
          return closes;
        });
  }

  Delivered delivered() {
    long known = all.stream().mapToLong(SocketPosition::knownRead).min().orElse(Long.MAX_VALUE);
    return new Delivered(furthestBehind(), known, furthest());
  }

  /** The last entry that any socket has. */
  Cursor furthest() {
    return all.stream()
        .map(SocketPosition::cursor)
        .max(Comparator.comparingLong(Cursor::seq))
        .orElse(new Cursor(user, 0, null));
  }

  /** The last entry that all sockets have, apart from those that wait for slow clients. */
  long furthestBehind() {
    return all.stream()
        .filter(socket -> !socket.isWaiting())
        .mapToLong(SocketPosition::seq)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** The cursor of a socket that has got to {@code seq}. */
  Cursor at(long seq) {
    return all.stream()
        .map(SocketPosition::cursor)
        .filter(cursor -> cursor.seq() == seq)
        .findFirst()
        .orElseThrow();
  }

  /**
   * True if a hint has numbers that were sent already, unless it has the very entry that was sent
   * last. It is late, or its entries take the place of lost ones.
   */
  boolean areRepeatedBy(Hint hint) {
    var furthest = furthest();
    return hint.first() <= furthest.seq()
        && hint.entries().stream()
            .noneMatch(
                entry ->
                    entry.seq() == furthest.seq()
                        && Objects.equals(entry.sentAt(), furthest.sentAt()));
  }
}
