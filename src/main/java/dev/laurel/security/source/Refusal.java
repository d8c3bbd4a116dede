package dev.laurel.security.source;

import java.io.Serial;

/** Why a source refuses a token. Neither message nor cause has anything of the token in it. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The reasons, each closer to acceptance than the one before. */
  enum Reason {
    MALFORMED("it is no signed token"),
    ALGORITHM("no source takes its algorithm"),
    ISSUER("its issuer is not that of source %s"),
    KEY("it is signed with none of the keys of source %s"),
    SIGNATURE("its signature is wrong for source %s"),
    AUDIENCE("it is for another audience than that of source %s"),
    CLAIMS("it lacks a claim that source %s requires, or has a wrong one"),
    EXPIRED("it has expired, or does not say when it does (source %s)");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /**
   * @param source the name of the source that refuses, or null for all
   */
  Refusal(Reason reason, String source) {
    super("A token was refused: " + reason.text.formatted(source), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** The one of two refusals that says more: null says nothing. */
  static Refusal clearer(Refusal one, Refusal other) {
    return one == null || other.reason.compareTo(one.reason) > 0 ? other : one;
  }
}
