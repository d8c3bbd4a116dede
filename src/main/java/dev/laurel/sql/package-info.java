/**
 * Raw SQL for the few places where an entity query would cost a batch a round trip for each row.
 * Uses Hibernate's connection and nothing of the other rooms, which all may use it. Start with
 * {@link dev.laurel.sql.Sql}, the only door to raw SQL.
 */
package dev.laurel.sql;
