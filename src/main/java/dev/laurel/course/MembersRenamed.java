package dev.laurel.course;

/**
 * Fired in the transaction that gives members of a class other names, or puts them into other
 * sections, on its boards.
 */
public record MembersRenamed(String classId) {}
