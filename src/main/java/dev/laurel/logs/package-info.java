/**
 * Lets an operator change the level of a log category on all nodes for a while, without a restart.
 * Uses {@link dev.laurel.broadcast} to reach the other nodes and {@link dev.laurel.security} for
 * the operator's role, and {@link dev.laurel.audit} to record the change. Start with {@code
 * LogLevelsResource}.
 */
package dev.laurel.logs;
