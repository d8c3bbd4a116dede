package dev.laurel.privacy;

import java.util.List;

/**
 * What a room keeps about a user in its tables, to be handed out and to be erased. Each room with
 * such a table has one of these. All methods block.
 */
public interface PersonalDataSource {
  /** The tables, as they are handed out. */
  List<PersonalTable> tables();

  /**
   * Erases a part of what may be too much for one transaction. To be called in a transaction in
   * which the user is locked, until it answers false.
   *
   * @param rows about how many to erase
   * @return whether there may be more
   */
  default boolean eraseSome(String user, int rows) {
    return false;
  }

  /**
   * Erases all that there is, in one transaction with the other rooms, in which the user is locked.
   */
  void erase(String user);
}
