package dev.laurel.notification;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.laurel.course.Classes;
import dev.laurel.course.Role;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.ids.UserIdReader;
import dev.laurel.security.ClassScope;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Appends a frame of another back end to the logs of many users. */
@Path("/api/notifications")
@Tag(name = "Back office")
class GroupNotificationsResource {
  private static final int MOST_USERS = 1000;

  /** Users whose logs are locked at the same time, by one transaction. */
  private static final int AT_ONCE = 200;

  /**
   * An event for many users.
   *
   * @param users their ids
   * @param classId the class whose members they are, instead of {@code users}
   * @param roles the roles of those members; by default student and test_student
   * @param idempotencyKey each user gets the event only once under it
   */
  @Schema(name = "GroupNotification")
  record GroupNotification(
      @JsonDeserialize(contentUsing = UserIdReader.class) @Size(min = 1, max = MOST_USERS)
          List<@NotNull @Identifier String> users,
      @Identifier String classId,
      @Size(min = 1) Set<@NotNull Role> roles,
      @NotNull @Valid Frame frame,
      @NotNull @Identifier String idempotencyKey) {
    @AssertTrue(message = "must be given, or class_id, and not both")
    boolean isUsers() {
      return users == null || classId == null;
    }

    @AssertTrue(message = "must be given, or users")
    boolean isClassId() {
      return users != null || classId != null;
    }

    @AssertTrue(message = "must be given beside class_id only")
    boolean isRoles() {
      return roles == null || classId != null;
    }
  }

  /**
   * The numbers of users who got an event for many.
   *
   * @param delivered users who got it now
   * @param repeated users who had got it under this key before
   * @param unknown ids of users who get nothing: Laurel has nothing of them, or they are in no
   *     class of the key
   */
  @Schema(name = "GroupDelivery")
  record GroupDelivery(int delivered, int repeated, List<String> unknown) {}

  private final NotificationLog log;
  private final Classes classes;
  private final SecurityIdentity identity;

  GroupNotificationsResource(NotificationLog log, Classes classes, SecurityIdentity identity) {
    this.log = log;
    this.classes = classes;
    this.identity = identity;
  }

  @POST
  @RolesAllowed(Roles.GRADER)
  @Operation(
      summary = "Append an event to the logs of many users, and deliver it",
      description =
          "To at most 1,000 users, or the members of a class. It changes no points. Users are served in transactions of"
              + " 200, in the order of their ids: after a failure repeat the request, and those who have the event"
              + " already do not get it again.")
  @APIResponse(
      responseCode = "409",
      description =
          "A user has another event under this key; errors names the fields that differ. That user and those after it"
              + " get nothing.")
  public GroupDelivery notify(@Valid @NotNull GroupNotification notification) {
    return notification.users() == null
        ? toClass(notification)
        : toUsers(notification, new TreeSet<>(notification.users()));
  }

  private GroupDelivery toClass(GroupNotification notification) {
    var classId = notification.classId();
    if (!ClassScope.of(identity).allows(classId)) {
      throw ProblemException.forbidden("This key is for other classes.");
    }
    if (!classes.exists(classId)) {
      throw ProblemException.notFound("There is no such class.");
    }
    var roles = notification.roles() == null ? Role.LEARNERS : notification.roles();
    int delivered = 0;
    int repeated = 0;
    var members = classes.membersAfter(classId, roles, "", AT_ONCE);
    while (!members.isEmpty()) {
      var some = append(notification, members);
      delivered += some.delivered();
      repeated += some.repeated();
      members = classes.membersAfter(classId, roles, members.get(members.size() - 1), AT_ONCE);
    }
    return new GroupDelivery(delivered, repeated, List.of());
  }

  private GroupDelivery toUsers(GroupNotification notification, TreeSet<String> users) {
    int delivered = 0;
    int repeated = 0;
    var unknown = new ArrayList<String>();
    while (!users.isEmpty()) {
      var next = users.stream().limit(AT_ONCE).toList();
      users.removeAll(next);
      var some = append(notification, next);
      delivered += some.delivered();
      repeated += some.repeated();
      unknown.addAll(some.unknown());
    }
    return new GroupDelivery(delivered, repeated, unknown);
  }

  private GroupDelivery append(GroupNotification notification, List<String> users) {
    var appended =
        log.append(reachable(users), notification.frame(), notification.idempotencyKey());
    int delivered = (int) appended.values().stream().filter(isNew -> isNew).count();
    return new GroupDelivery(
        delivered,
        appended.size() - delivered,
        users.stream().filter(user -> !appended.containsKey(user)).toList());
  }

  /** Those of the users whom the caller may reach. */
  private Collection<String> reachable(List<String> users) {
    var scope = ClassScope.of(identity);
    if (!scope.isLimited()) {
      return users;
    }
    var enrolments = classes.enrolments(users);
    return users.stream()
        .filter(user -> enrolments.ofUser(user).keySet().stream().anyMatch(scope::allows))
        .toList();
  }
}
