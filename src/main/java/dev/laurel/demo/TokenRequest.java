package dev.laurel.demo;

import dev.laurel.ids.UserId;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;

/**
 * The request for a token.
 *
 * @param user any user, of the demo's class or not
 * @param roles default none
 */
@RegisterForReflection
record TokenRequest(
    @NotNull @UserId String user,
    List<
            @NotNull
            @Pattern(
                regexp = Roles.GRADER + "|" + Roles.INSTRUCTOR + "|" + Roles.OPERATOR,
                message =
                    "must be " + Roles.GRADER + ", " + Roles.INSTRUCTOR + " or " + Roles.OPERATOR)
            String>
        roles) {
  TokenRequest {
    roles = roles == null ? List.of() : roles;
  }
}
