package dev.laurel.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.errors.ProblemException;
import java.util.Collection;
import java.util.List;

/** Reads and makes the items of one type. All methods block. */
interface ItemHandler {
  /** The name of the field that says which type an item has. */
  String TYPE = "type";

  ItemType type();

  /**
   * Reads an item.
   *
   * @throws ProblemException 400 with what is wrong
   */
  Item read(long line, JsonNode json, Importing importing);

  /** The users whom an item is for, as far as it needs them to be known. */
  default Collection<String> users(Item item) {
    return List.of(item.user());
  }

  /** True if {@link #prepare} does something. */
  default boolean needsPreparation() {
    return false;
  }

  /** Commits things that must be there before the items are made. */
  default void prepare(List<Item> items, Importing importing) {}

  /**
   * Makes items in the caller's transaction.
   *
   * @param items with different names; never empty
   * @return what became of each, in their order
   */
  List<Effect> make(List<Item> items, Importing importing);

  /** True if {@link #make} says itself how an item differs from the one made before. */
  default boolean comparesItself() {
    return false;
  }

  /** Makes those parts of an item again that an erasure has removed since; by default none. */
  default Effect makeAgain(Item item, Importing importing) {
    return Effect.UNCHANGED;
  }

  /** The most items in one transaction. */
  default int most() {
    return 200;
  }
}
