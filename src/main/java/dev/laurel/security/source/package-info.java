/**
 * Verifies tokens: which issuers, called sources, are believed, by which keys, and which of their
 * claims say who the caller is. Uses {@code errors}, and of the rest of {@code security} only the
 * settings. Start with {@code TokenSources}, then {@code TokenSource}.
 *
 * <p>Signatures and registered claims are checked by jose4j, the library below SmallRye JWT, whose
 * own parser knows one issuer only and takes one whose keys are away for a wrong token.
 */
package dev.laurel.security.source;
