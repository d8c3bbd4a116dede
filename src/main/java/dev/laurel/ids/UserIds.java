package dev.laurel.ids;

import dev.laurel.ids.IdsConfig.Comparison;
import jakarta.inject.Singleton;
import java.text.Normalizer;
import java.util.Locale;

/** Brings the ids of users to the form in which they are compared. Thread-safe. */
@Singleton
public class UserIds {
  private final boolean exact;

  UserIds(IdsConfig config) {
    this.exact = config.users() == Comparison.exact;
  }

  /** The form of an id in which it is compared and stored; null for null. */
  public String canonical(String id) {
    return exact || id == null
        ? id
        : Normalizer.normalize(id.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }
}
