package dev.laurel.security.source;

import java.util.List;

/**
 * The claims of a source's tokens that say who the caller is. A name is that of a claim, or a path
 * into objects.
 *
 * @param user the claim with the user's id
 * @param names claims with the user's name, the first one that a token has counting
 */
public record ClaimMapping(String user, String roles, List<String> names) {
  /** Where a user's name is looked for unless a setting says where it is. */
  static final List<String> USUAL_NAMES = List.of("preferred_username", "username", "name");
}
