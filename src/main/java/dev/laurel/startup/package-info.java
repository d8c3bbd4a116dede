/**
 * Steps of {@link dev.laurel.Laurel} before Quarkus runs: start local servers if the package
 * contains them, or wait for an external database. Uses no other room, and no bean: nothing is
 * injected yet. Start with {@link dev.laurel.startup.LocalServices}.
 */
package dev.laurel.startup;
