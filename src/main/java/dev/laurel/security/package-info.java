/**
 * Authenticates callers by token or ticket, and refuses revoked tokens. Uses {@code broadcast},
 * {@code installation}, {@code outage} and {@code errors} and no other room, so every room may use
 * it; {@code security.source} verifies the tokens. Start with {@link dev.laurel.security.Caller},
 * then {@code TokenIdentityProvider} and {@link dev.laurel.security.Revocations}.
 *
 * <p>Classes of Quarkus's runtime are used where it has no API: {@code QuarkusSecurityIdentity} and
 * {@code QuarkusPrincipal} build the caller's identity, {@code JsonWebTokenCredential} hands a
 * token of a query or a frame to Quarkus's own verification, {@code HttpAuthenticationMechanism}
 * and {@code HttpSecurityPolicy} are Quarkus's documented extension points for HTTP, and SmallRye's
 * {@code JWTAuthContextInfo} has the settings of MicroProfile JWT. {@code TokenTest}, {@code
 * TicketTest} and {@code AuthorizationTest} fail if an upgrade breaks one of them.
 */
package dev.laurel.security;
