package dev.laurel.key;

import dev.laurel.course.Classes;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserIds;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Keeps keys to their routes, whatever their roles allow: no socket, ticket or other key can be had
 * with a key. Where the path names a class, or a user, keeps them to their classes, too; bodies
 * that name a class are for the resources to check.
 */
@ApplicationScoped
class KeyScopePolicy implements HttpSecurityPolicy {
  private static final Pattern CLASS = Pattern.compile("/api/classes/([^/]+)(/.*)?");
  private static final Pattern USER = Pattern.compile("/api/users/([^/]+)(/.*)?");

  private final Classes classes;
  private final UserIds ids;

  KeyScopePolicy(Classes classes, UserIds ids) {
    this.classes = classes;
    this.ids = ids;
  }

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext request,
      Uni<SecurityIdentity> identity,
      AuthorizationRequestContext requestContext) {
    var path = request.normalizedPath();
    return identity.flatMap(
        caller -> {
          var key = KnownKey.of(caller);
          if (key == null) {
            return CheckResult.permit();
          }
          var method = request.request().method().name();
          if (key.routes().stream().noneMatch(group -> group.contains(method, path))) {
            throw ProblemException.forbidden("This key is not for this route.");
          }
          var inPath = CLASS.matcher(path);
          if (inPath.matches() && !key.classes().allows(decoded(inPath.group(1)))) {
            throw ProblemException.forbidden("This key is for other classes.");
          }
          var user = USER.matcher(path);
          return key.classes().isLimited() && user.matches()
              ? requestContext.runBlocking(
                  request, identity, (r, i) -> ofMember(key, decoded(user.group(1))))
              : CheckResult.permit();
        });
  }

  private CheckResult ofMember(KnownKey key, String user) {
    // What can be no id is nobody's: the database would refuse to look for it.
    if (!Text.Validator.isText(user)
        || classes.ofUser(ids.canonical(user)).stream().noneMatch(key.classes()::allows)) {
      throw ProblemException.forbidden("This key is for users of other classes.");
    }
    return CheckResult.PERMIT;
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
