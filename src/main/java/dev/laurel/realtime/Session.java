package dev.laurel.realtime;

import dev.laurel.security.Caller;

/** One socket of one user, from its opening to its end. Any thread may call. */
final class Session {
  private final Outbound outbound;
  private final ServerFrames frames;
  private final TokenWatch tokenWatch;
  private final String user;

  Session(Caller caller, Outbound outbound, ServerFrames frames, TokenWatch tokenWatch) {
    this.user = caller.id();
    this.outbound = outbound;
    this.frames = frames;
    this.tokenWatch = tokenWatch;
  }

  /** The id of the user. */
  String user() {
    return user;
  }

  void send(OutFrame frame) {
    outbound.send(frame);
  }

  void send(ServerFrame frame) {
    outbound.send(frames.encode(frame));
  }

  /** Whether the client keeps up well enough to be given what can wait. */
  boolean hasRoom() {
    return outbound.hasRoom();
  }

  /** Tells, once, when there is room again; never if the connection ends before. */
  void whenRoom(Runnable awaiting) {
    outbound.whenRoom(awaiting);
  }

  /** Closes the socket once what was sent before is on its way. */
  void close(CloseCode code) {
    outbound.close(code);
  }

  TokenWatch tokenWatch() {
    return tokenWatch;
  }
}
