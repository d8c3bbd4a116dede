package dev.laurel;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the service. */
@QuarkusMain
public final class Laurel {
  private Laurel() {}

  public static void main(String... args) {
    Quarkus.run(args);
  }
}
