package dev.laurel.security;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Set;

/**
 * The classes that a caller is limited to, whatever their roles allow: those of a key.
 *
 * @param classIds empty for all classes, and what belongs to none
 */
public record ClassScope(Set<String> classIds) {
  static final String ATTRIBUTE = "laurel.class-scope";

  public ClassScope {
    classIds = Set.copyOf(classIds);
  }

  /** The scope of an identity. */
  public static ClassScope of(SecurityIdentity identity) {
    ClassScope scope = identity.getAttribute(ATTRIBUTE);
    return scope == null ? new ClassScope(Set.of()) : scope;
  }

  /** True if there are classes that the caller is kept from. */
  public boolean isLimited() {
    return !classIds.isEmpty();
  }

  /**
   * True if the caller may act in a class, as far as the scope goes.
   *
   * @param classId null for what belongs to no class
   */
  public boolean allows(String classId) {
    return !isLimited() || classId != null && classIds.contains(classId);
  }
}
