package dev.laurel.installation;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads the key once, when the node starts. */
class InstallationKeys {
  @Produces
  @Singleton
  InstallationKey key() {
    return QuarkusTransaction.requiringNew()
        .call(() -> new InstallationKey(Installation.<Installation>findById(true).secret));
  }
}
