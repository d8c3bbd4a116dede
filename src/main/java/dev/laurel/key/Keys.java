package dev.laurel.key;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.errors.ProblemException;
import dev.laurel.outage.ClockWrong;
import dev.laurel.security.Roles;
import dev.laurel.settings.DurationWithUnit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** Makes, rotates and revokes keys. All methods block. */
@ApplicationScoped
class Keys {
  private static final int MOST_VALID = 1_000;
  private static final Duration LIFE = Duration.ofDays(365);
  private static final Duration LONGEST_LIFE = Duration.ofDays(731);
  private static final Duration OVERLAP = Duration.ofDays(1);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  /** How long an ended key is listed. */
  private static final Duration RETENTION = Duration.ofDays(90);

  private final Keyring keyring;
  private final Audit audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Keys(Keyring keyring, Audit audit, Clock clock) {
    this.keyring = keyring;
    this.audit = audit;
    this.clock = clock;
  }

  List<MachineKey> list() {
    return QuarkusTransaction.requiringNew()
        .call(() -> ApiKey.newestFirst().stream().map(key -> MachineKey.of(key, null)).toList());
  }

  /**
   * Makes a key.
   *
   * @throws ProblemException 400 for scopes that do not fit together, 409 above the most keys
   */
  MachineKey create(KeyRequest request) {
    var now = clock.instant();
    var secret = KeySecret.generate(random);
    var key = new ApiKey();
    key.id = UUID.randomUUID().toString();
    key.name = request.name();
    key.roles = request.roles().stream().distinct().sorted().toList();
    key.classIds = classIds(request);
    key.routes = routes(request);
    key.setSecret(secret);
    key.createdAt = now;
    key.expiresAt =
        request.expiresAt() == null ? now.plus(LIFE) : checkedExpiry(request.expiresAt(), now);
    key.changedAt = now;
    var created =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  if (ApiKey.countValid(now) >= MOST_VALID) {
                    throw ProblemException.conflict(
                        "There are " + MOST_VALID + " valid keys. Revoke some first.");
                  }
                  key.persist();
                  audit.record(AuditAction.KEY_CREATED, key.id, key.describe());
                  return MachineKey.of(key, secret);
                });
    keyring.announce();
    return created;
  }

  /**
   * Gives a key a new secret.
   *
   * @throws ProblemException 404 for an unknown key, 409 for one that has ended
   */
  MachineKey rotate(String id, RotationRequest request) {
    var now = clock.instant();
    var overlap = overlap(request);
    var secret = KeySecret.generate(random);
    var rotated =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  var key = ApiKey.lock(id).orElseThrow(Keys::unknown);
                  if (!key.isValid(now)) {
                    throw ProblemException.conflict("The key has expired or is revoked.");
                  }
                  if (request.expiresAt() != null) {
                    key.expiresAt = checkedExpiry(request.expiresAt(), now);
                  }
                  key.replaceSecret(secret, now.plus(overlap));
                  key.changedAt = now;
                  audit.record(AuditAction.KEY_ROTATED, id, "old secret valid for " + overlap);
                  return MachineKey.of(key, secret);
                });
    keyring.announce();
    return rotated;
  }

  /**
   * Revokes a key with all its secrets; one that is revoked stays so. This node refuses it when
   * this returns, the others a moment later.
   *
   * @throws ProblemException 404 for an unknown key
   */
  void revoke(String id) {
    var now = clock.instant();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var key = ApiKey.lock(id).orElseThrow(Keys::unknown);
              if (key.revokedAt == null) {
                key.revokedAt = now;
                key.changedAt = now;
                audit.record(AuditAction.KEY_REVOKED, id, null);
              }
            });
    keyring.announce();
  }

  @Scheduled(
      identity = "key.prune",
      every = "1h",
      delayed = "1h",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void prune() {
    var end = clock.instant().minus(RETENTION);
    QuarkusTransaction.requiringNew().run(() -> ApiKey.deleteEndedBefore(end));
  }

  private static List<String> classIds(KeyRequest request) {
    if (request.classIds() != null && request.roles().contains(Roles.OPERATOR)) {
      throw ProblemException.badRequest(
          "class_ids", "must be left out: what operators do concerns all classes");
    }
    return request.classIds() == null
        ? List.of()
        : request.classIds().stream().distinct().sorted().toList();
  }

  private static List<String> routes(KeyRequest request) {
    if (request.routes() == null && request.roles().contains(Roles.OPERATOR)) {
      throw ProblemException.badRequest("routes", "must be given for a key with the role operator");
    }
    var routes = new TreeSet<RouteGroup>();
    if (request.routes() != null) {
      routes.addAll(request.routes());
    } else {
      if (request.roles().contains(Roles.GRADER)) {
        routes.addAll(List.of(RouteGroup.results, RouteGroup.notifications));
      }
      if (request.roles().contains(Roles.REGISTRAR)) {
        routes.add(RouteGroup.rosters);
      }
    }
    return routes.stream().map(RouteGroup::name).sorted().toList();
  }

  private static Instant checkedExpiry(Instant expiresAt, Instant now) {
    if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_LIFE))) {
      throw ProblemException.badRequest(
          "expires_at", "must be in the future, and at most two years away");
    }
    return expiresAt;
  }

  private static Duration overlap(RotationRequest request) {
    var overlap =
        request.overlap() == null ? OVERLAP : new DurationWithUnit().convert(request.overlap());
    if (overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw ProblemException.badRequest("overlap", "must be at most 30d");
    }
    return overlap;
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("There is no such key.");
  }
}
