package dev.laurel.course;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A class as one of its members has it.
 *
 * @param role of the member
 * @param archivedAt null unless it is archived
 */
public record MemberClass(String id, String name, Role role, ZoneId timeZone, Instant archivedAt) {}
