/**
 * Runs real PostgreSQL and Redis servers beside the service, for development, the demo and the
 * tests; images and native binaries are built without this package.
 *
 * <p>It implements {@link dev.laurel.startup.LocalServices} and uses no other room; nothing uses it
 * by name. Start reading at {@link dev.laurel.embedded.EmbeddedServices}.
 */
package dev.laurel.embedded;
