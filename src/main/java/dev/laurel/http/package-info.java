/**
 * The rules that browsers make necessary: which origins may call the service, and the headers that
 * every response carries. Uses {@link dev.laurel.errors} for refusals and the socket paths of
 * {@link dev.laurel.security}; sockets use its origins. Start with {@code OriginGate}.
 */
package dev.laurel.http;
