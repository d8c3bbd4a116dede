package dev.laurel.course;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A class as one of its members has it.
 *
 * @param role of the member
 * @param section the member's subgroup of the class; null for none
 * @param archivedAt null unless it is archived
 */
@RegisterForReflection
public record MemberClass(
    String id, String name, Role role, String section, ZoneId timeZone, Instant archivedAt) {}
