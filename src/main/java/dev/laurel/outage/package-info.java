/**
 * Knows whether PostgreSQL, Redis and the event loops work: health checks, readiness, and what
 * periodic jobs and requests do during an outage; and tells the time, by PostgreSQL's clock. Uses
 * the event loops of {@link dev.laurel.wire} and no other room; every room may use it. Start with
 * {@link dev.laurel.outage.DatabaseWatch}, then {@link dev.laurel.outage.DatabaseAway} for periodic
 * jobs and {@link dev.laurel.outage.RedisWatch}.
 */
package dev.laurel.outage;
