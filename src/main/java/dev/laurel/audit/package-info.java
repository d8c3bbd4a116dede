/**
 * Records who changed what others depend on: rosters, achievements, boards, seasons, sessions,
 * personal data. Uses {@code security} for the erased users' hashes and the operators' role; the
 * rooms that make such changes use it. Start with {@link dev.laurel.audit.Audit}.
 */
package dev.laurel.audit;
