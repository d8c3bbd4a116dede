/**
 * Runs real PostgreSQL and Redis servers beside the service, for development, the demo and the
 * tests; images and native binaries are built without this package. Implements {@link
 * dev.laurel.startup.LocalServices} and uses no other room; nothing uses it by name. Start with
 * {@link dev.laurel.embedded.EmbeddedServices}.
 */
package dev.laurel.embedded;
