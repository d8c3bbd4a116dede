package dev.laurel.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.laurel.security.Roles;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The types of items. Their words are those of the wire and of the database. */
enum ItemType {
  USER("user", Roles.GRADER, Roles.REGISTRAR),
  CLASS("class", Roles.REGISTRAR),
  ACHIEVEMENT("achievement", Roles.GRADER),
  RESULT("result", Roles.GRADER),
  ADJUSTMENT("adjustment", Roles.GRADER),
  BALANCE("balance", Roles.GRADER);

  private final String word;
  private final Set<String> roles;

  ItemType(String word, String... roles) {
    this.word = word;
    this.roles = Set.of(roles);
  }

  @JsonValue
  String word() {
    return word;
  }

  /** True if somebody with these roles may import it; operators may import everything. */
  boolean isFor(Set<String> callersRoles) {
    return callersRoles.contains(Roles.OPERATOR) || roles.stream().anyMatch(callersRoles::contains);
  }

  static Optional<ItemType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(ItemType::word).collect(Collectors.joining(", "));
  }
}
