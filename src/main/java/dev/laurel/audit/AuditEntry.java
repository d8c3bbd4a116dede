package dev.laurel.audit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param id rises with time
 * @param actor the user who did it; null for the service itself, a hash for one who was erased
 * @param target the id of the class, board or season it was done to; null if to none
 * @param targetUser the user it was done to; null if to none, a hash for one who was erased
 * @param address where the request came from; null for the service itself
 */
@RegisterForReflection
record AuditEntry(
    long id,
    Instant at,
    String actor,
    String action,
    String target,
    String targetUser,
    String detail,
    String address) {}
