package dev.laurel.key;

import dev.laurel.security.RefusalLog;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Authenticates keys, which come where tokens come, and leaves tokens to others. */
@ApplicationScoped
class KeyIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {
  private final Keyring keyring;
  private final KeyUses uses;
  private final RefusalLog refusals;
  private final Clock clock;

  KeyIdentityProvider(Keyring keyring, KeyUses uses, RefusalLog refusals, Clock clock) {
    this.keyring = keyring;
    this.uses = uses;
    this.refusals = refusals;
    this.clock = clock;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  /** Comes before the provider of tokens, which refuses what is none. */
  @Override
  public int priority() {
    return IdentityProvider.super.priority() + 2;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    var text = request.getToken().getToken();
    return text.startsWith(KeySecret.BEGINNING)
        ? Uni.createFrom().item(() -> accept(text).identity())
        : Uni.createFrom().nullItem();
  }

  private KnownKey accept(String text) {
    if (!KeySecret.isWellFormed(text)) {
      throw refused("it is incomplete or mistyped");
    }
    var key = keyring.find(text).orElseThrow(() -> refused("nobody knows it"));
    var now = clock.instant();
    if (key.revoked()) {
      throw refused("it is revoked (" + key.id() + ")");
    }
    if (!now.isBefore(key.validUntil())) {
      throw refused(
          key.previous()
              ? "it was replaced by a rotation that is over (" + key.id() + ")"
              : "it has expired (" + key.id() + ")");
    }
    uses.note(key, now);
    return key;
  }

  private AuthenticationFailedException refused(String reason) {
    var message = "A key was refused: " + reason;
    refusals.log(message);
    return new AuthenticationFailedException(message);
  }
}
