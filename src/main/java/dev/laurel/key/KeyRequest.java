package dev.laurel.key;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.Text;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;

/**
 * A key to be made.
 *
 * @param name which machine has it, for people
 * @param roles what it may do; not instructor, whose rights come from being a member of a class
 * @param classIds the only classes in which it may; all by default
 * @param routes the only requests that it is for; by default results and notifications for a
 *     grader, and rosters for a registrar
 * @param expiresAt a year from now by default, at most two
 */
@RegisterForReflection
record KeyRequest(
    @NotNull @Text @Size(max = 100) String name,
    @NotEmpty
        List<
                @NotNull
                @Pattern(
                    regexp = Roles.GRADER + "|" + Roles.REGISTRAR + "|" + Roles.OPERATOR,
                    message =
                        "must be "
                            + Roles.GRADER
                            + ", "
                            + Roles.REGISTRAR
                            + " or "
                            + Roles.OPERATOR)
                String>
            roles,
    @Size(min = 1, max = 100) List<@NotNull @Identifier String> classIds,
    @Size(min = 1) List<@NotNull RouteGroup> routes,
    @Moment Instant expiresAt) {}
