package dev.laurel.sql;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/** Long work in short transactions, so that nobody waits long for their locks. */
public final class Chunks {
  private Chunks() {}

  /**
   * Does part after part, each in its own transaction, until one returns false. Blocks.
   *
   * @param proceed asked before each part
   */
  public static void repeat(BooleanSupplier part, BooleanSupplier proceed) {
    boolean more = true;
    while (more && proceed.getAsBoolean()) {
      more = QuarkusTransaction.requiringNew().call(part::getAsBoolean);
    }
  }

  /**
   * Does chunk after chunk, each in its own transaction, until one is not full. Blocks.
   *
   * @param size the rows of a full chunk
   * @param chunk does a chunk and returns how many rows it had; a negative number ends all
   * @param proceed receives that number after the commit, and returns whether to continue
   * @return false if it ended before everything was done
   */
  public static boolean repeat(int size, IntSupplier chunk, IntPredicate proceed) {
    int done = size;
    while (done == size) {
      done = QuarkusTransaction.requiringNew().call(chunk::getAsInt);
      if (done < 0 || !proceed.test(done)) {
        return false;
      }
    }
    return true;
  }
}
