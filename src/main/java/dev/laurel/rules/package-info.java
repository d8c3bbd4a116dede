/**
 * The rules by which a class counts, which its instructors make: extra credit, which of several
 * attempts counts, the worth of exercises. Uses {@code course} and audit, and rehearsal to try
 * them; knows nothing of results. Start with {@link dev.laurel.rules.ClassRules}.
 */
package dev.laurel.rules;
