package dev.laurel.security;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A ticket as it is handed out.
 *
 * @param ticket 256 random bits, safe in a URL
 * @param expiresIn whole seconds in which it can be used
 */
@RegisterForReflection
record Ticket(String ticket, long expiresIn) {}
